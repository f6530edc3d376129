"""The stages of a run as plain functions: what the flow puts in order and what tests call alone.

A run holds the warehouse open from its first stage to its last, which keeps a second run out. Stages hand each other
paths and names; whatever is killed half-way can be started again.
"""

from __future__ import annotations

import logging
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

log = logging.getLogger(__name__)
