"""The units lexicon, held against Pint: a unit's name and its UCUM code have to be the same quantity."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import pint
import pytest

from tallybook.lexicons import load
from tallybook.lexicons.units import units

if TYPE_CHECKING:
    from tallybook.lexicons.unit import Unit

# Pint's own type asks what its magnitude is, and answers with Any.
Quantity: TypeAlias = Any

# What Pint calls the atoms of UCUM.
ATOMS = {
    "%": "percent", "[ppth]": "permille", "[ppm]": "ppm", "[ppb]": "1e-3 * ppm", "[pptr]": "1e-6 * ppm",
    "s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year",
    "m": "metre", "Ao": "angstrom", "[in_i]": "inch", "[ft_i]": "foot", "[ft_us]": "survey_foot", "[yd_i]": "yard",
    "[mi_i]": "mile", "[nmi_i]": "nautical_mile", "[fth_i]": "fathom", "[fur_us]": "furlong", "[ly]": "light_year",
    "AU": "astronomical_unit", "pc": "parsec", "har": "hectare", "[acr_us]": "acre", "L": "litre", "[cft_i]": "foot**3",
    "[gal_us]": "gallon", "[gal_br]": "imperial_gallon", "[qt_us]": "quart", "[pt_us]": "pint", "[cup_us]": "cup",
    "[foz_us]": "fluid_ounce", "[tbs_us]": "tablespoon", "[tsp_us]": "teaspoon", "[bbl_us]": "oil_barrel",
    "[bu_us]": "bushel", "[crd_us]": "cord", "[bf_i]": "board_foot", "g": "gram", "t": "tonne",
    "[ston_av]": "short_ton", "[lton_av]": "long_ton", "[lb_av]": "pound", "[oz_av]": "ounce", "[oz_tr]": "troy_ounce",
    "[stone_av]": "stone", "[lcwt_av]": "UK_hundredweight", "[dr_av]": "dram", "[car_m]": "carat", "[kn_i]": "knot",
    "rad": "radian", "'": "arcminute", "''": "arcsecond", "J": "joule", "W": "watt", "cal": "calorie",
    "eV": "electron_volt", "[Btu]": "Btu", "[HP]": "horsepower", "Hz": "hertz", "By": "byte", "bit": "bit",
    "Pa": "pascal", "bar": "bar", "atm": "atmosphere", "[psi]": "psi", "m[Hg]": "metre_Hg", "[in_i'Hg]": "inch_Hg",
    "N": "newton", "[lbf_av]": "force_pound", "V": "volt", "A": "ampere", "C": "coulomb", "Ohm": "ohm", "F": "farad",
    "T": "tesla", "H": "henry", "Wb": "weber", "Bq": "becquerel", "Sv": "sievert", "Gy": "gray", "Ci": "curie",
    "[REM]": "rem", "lm": "lumen", "lx": "lux", "cd": "candela", "mol": "mole",
}  # fmt: skip
PREFIXES = {
    "E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2, "d": 1e-1, "c": 1e-2, "m": 1e-3,
    "u": 1e-6, "n": 1e-9, "p": 1e-12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50,
}  # fmt: skip
# Names that Pint spells another way, or gives another meaning: its barrel is one of beer.
NAMES = {
    "per mille": "permille", "nautical mile": "nautical_mile", "light year": "light_year",
    "astronomical unit": "astronomical_unit", "ångström": "angstrom", "fluid ounce": "fluid_ounce",
    "imperial gallon": "imperial_gallon", "barrel": "oil_barrel", "board foot": "board_foot", "short ton": "short_ton",
    "long ton": "long_ton", "troy ounce": "troy_ounce", "hundredweight": "UK_hundredweight",
    "pound-force": "force_pound",
    "pound foot": "force_pound * foot", "British thermal unit": "Btu", "decade": "10 * year",
    "electronvolt": "electron_volt",
    "megaelectronvolt": "1e6 * electron_volt", "gigaelectronvolt": "1e9 * electron_volt",
    "kiloelectronvolt": "1e3 * electron_volt", "kilohm": "kiloohm", "megohm": "megaohm", "therm": "US_therm",
    "second squared": "second**2", "100 kilometres": "100 * kilometre", "millimetre of mercury": "millimetre_Hg",
    "inch of mercury": "inch_Hg", "pound per square inch": "psi", "kilopound per square inch": "1000 * psi",
    "part per million": "ppm", "part per billion": "1e-3 * ppm", "part per trillion": "1e-6 * ppm",
}  # fmt: skip
# Offsets and logarithms are no factors, and Pint has neither.
OTHER_SCALES = {"Cel", "[degF]", "K", "dB"}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# Years, acres and horsepower come in kinds that differ by less than this; one unit taken for another differs by more.
TOLERANCE = 2e-3

MEASURES = [unit for unit in units() if unit.code and unit.kind != "currency" and "{" not in unit.code]


@cache
def registry() -> Any:
    ureg: Any = pint.UnitRegistry()
    ureg.define("quintal = 100 * kilogram")
    ureg.define("cord = 128 * foot ** 3")
    ureg.define("millimetre_Hg = 133.322387415 * pascal")
    ureg.define("metre_Hg = 1000 * millimetre_Hg")
    ureg.define("inch_Hg = 25.4 * millimetre_Hg")
    return ureg


def of_name(name: str) -> Quantity:
    """The quantity of one of our names: `million barrel per day`."""
    if name in NAMES:
        return 1 * registry()(NAMES[name])
    first, _, rest = name.rpartition(" per ")
    if first:
        return of_name(first) / of_name(rest)
    word, _, rest = name.partition(" ")
    if word in SCALES:
        return SCALES[word] * of_name(rest)
    if word in {"square", "cubic"}:
        return of_name(rest) ** (2 if word == "square" else 3)
    if rest:
        return of_name(word) * of_name(rest)
    return 1 * registry()(name)


def of_code(code: str) -> Quantity:
    """The quantity of a UCUM code: `10*6.[bbl_us]/d`."""
    over, *under = re.split(r"/(?![^\[]*\])", code)
    total = of_product(over)
    for part in under:
        total = total / of_product(part.strip("()"))
    return total


def of_product(code: str) -> Quantity:
    total = registry().Quantity(1, "")
    for factor in re.split(r"\.(?![^\[]*\])", code):
        total = total * of_factor(factor)
    return total


def of_factor(code: str) -> Quantity:
    """An atom with its prefix and power, or a number."""
    if code.startswith("10*"):
        return registry().Quantity(10.0 ** int(code[3:]), "")
    if code.isdigit():
        return registry().Quantity(float(code), "")
    base, power = (code[:-1], int(code[-1])) if code[-1].isdigit() else (code, 1)
    if base in ATOMS:
        return (1 * registry()(ATOMS[base])) ** power
    prefix = next(p for p in sorted(PREFIXES, key=len, reverse=True) if base.startswith(p) and base[len(p) :] in ATOMS)
    return (PREFIXES[prefix] * registry()(ATOMS[base[len(prefix) :]])) ** power


@pytest.mark.parametrize(
    "unit", [unit for unit in MEASURES if unit.code not in OTHER_SCALES], ids=lambda unit: unit.name
)
def test_name_and_code_are_one_quantity(unit: Unit) -> None:
    assert unit.code is not None
    name, code = of_name(unit.name).to_base_units(), of_code(unit.code).to_base_units()
    assert name.dimensionality == code.dimensionality
    assert math.isclose(name.magnitude, code.magnitude, rel_tol=TOLERANCE)


@pytest.mark.parametrize("entry", load("amounts")["compound"], ids=lambda entry: entry["whole"])
def test_parts_make_their_whole(entry: dict[str, object]) -> None:
    whole, part = of_name(str(entry["whole"])), of_name(str(entry["part"]))
    assert math.isclose((whole / part).to_base_units().magnitude, float(str(entry["size"])), rel_tol=TOLERANCE)
