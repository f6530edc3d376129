"""A ratchet on the engine's quality: labelled paragraphs, figures by field, and floors that may only rise."""
