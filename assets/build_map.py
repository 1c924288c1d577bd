"""Build the world map data file from Natural Earth polygons.

Needs numpy, shapely and the npm package ``world-atlas``. Not needed to play.
The map uses the Patterson projection, 134 W to 180 E (wrapping past 180 to 156 W), 76 N to 51 S,
in units of its width, and carries display regions instead of countries: no borders are drawn.
"""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry import Polygon, box
from shapely.ops import unary_union

Array = NDArray[np.float64]

REGION_NAMES = (
    "North America",
    "Europe",
    "China",
    "Chip Belt",
    "India",
    "ASEAN",
    "Gulf & Levant",
    "Latin America",
    "Oceania",
    "Eurasia",
    "Africa & other",
)
# ISO 3166-1 numeric codes; a code in no list belongs to "Africa & other".
_CODES = {
    "North America": "840 124",
    "Europe": (
        "40 56 100 191 196 203 208 233 246 250 276 300 348 372 380 428 440 442 470 528 616 "
        "620 642 703 705 724 752 826 578 756 352 438 20 492 674 336 8 70 499 688 807 804 498 "
        "833 831 832 248 234 292"
    ),
    "China": "156 344 446",
    "Chip Belt": "392 410 158",
    "India": "356",
    "ASEAN": "96 116 360 418 458 104 608 702 764 704 626",
    "Gulf & Levant": "682 784 634 414 48 512 376 792",
    "Latin America": (
        "484 32 76 152 170 604 862 218 68 600 858 328 740 188 222 320 340 558 591 84 192 214 "
        "332 388 780 254"
    ),
    "Oceania": "36 554 598 540 242 90 548",
    "Eurasia": "643 112 398 860 795 417 762 268 51 31 496 364",
}
REGION_CODES = {name: {int(code) for code in codes.split()} for name, codes in _CODES.items()}
ANTARCTICA = 10
SEAM_SHIFT = 24.0  # degrees: the map is cut at 156 W, in mid-Pacific
WEST, EAST, NORTH, SOUTH = -134.0, 180.0, 76.0, -51.0
SPAN = math.radians(EAST - WEST)
SMALLEST_ISLAND = 0.12  # square degrees
SMALLEST_LAKE = 0.5  # square degrees
TOLERANCE = 0.10  # degrees, line simplification


def patterson(latitude: Array) -> Array:
    """Return the Patterson projection's northing for latitudes in degrees."""
    phi = np.radians(latitude)
    return 1.0148 * phi + 0.23185 * phi**5 - 0.14499 * phi**7 + 0.02406 * phi**9


TOP = float(patterson(np.array(NORTH)))
BOTTOM = float(patterson(np.array(SOUTH)))


def project(longitude: Array, latitude: Array) -> Array:
    """Return map coordinates (n, 2) in widths; longitude is relative to the shifted seam."""
    x = np.radians(longitude + SEAM_SHIFT - WEST) / SPAN
    y = (TOP - patterson(latitude)) / SPAN
    return np.stack([x, y], axis=1)


def region_of(code: int) -> int:
    """Return the index of a country's display region, or -1 to leave the country out."""
    if code == ANTARCTICA:
        return -1
    for index, name in enumerate(REGION_NAMES):
        if code in REGION_CODES.get(name, set()):
            return index
    return REGION_NAMES.index("Africa & other")


def decode_arcs(topology: dict[str, Any]) -> list[Array]:
    """Return the topology's arcs as longitude, latitude rows."""
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc, float), axis=0) * scale + offset for arc in topology["arcs"]]


def stitch(arcs: list[Array], indices: list[int]) -> Array:
    """Join arcs to one ring and unwrap its jumps at 180 degrees."""
    parts: list[Array] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        parts.append(arc if not parts else arc[1:])
    ring = np.concatenate(parts).copy()
    ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
    return ring


def country_polygons(arcs: list[Array], rings: list[list[int]]) -> list[Any]:
    """Return one polygon's copies that fall inside the map's 360 degrees."""
    outer = stitch(arcs, rings[0])
    holes = []
    for indices in rings[1:]:
        hole = stitch(arcs, indices)
        hole[:, 0] += 360 * round((outer[:, 0].mean() - hole[:, 0].mean()) / 360)
        holes.append(hole)
    polygon = Polygon(outer, holes)
    if not polygon.is_valid:
        polygon = polygon.buffer(0)
    polygon = polygon.buffer(0.03)  # closes the seam of the source data at 180 degrees
    frame = box(-180, -58, 180, 83.5)
    copies = [
        translate(polygon, turn - SEAM_SHIFT).intersection(frame)
        for turn in (-720, -360, 0, 360, 720)
    ]
    return [copy for copy in copies if not copy.is_empty]


def collect_regions(topology: dict[str, Any]) -> dict[int, list[Any]]:
    """Return the polygons of every display region."""
    arcs = decode_arcs(topology)
    regions: dict[int, list[Any]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        region = region_of(int(shape.get("id") or -99))
        if region < 0 or shape["type"] not in ("Polygon", "MultiPolygon"):
            continue
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for rings in polygons:
            regions.setdefault(region, []).extend(country_polygons(arcs, rings))
    return regions


def build_rings(regions: dict[int, list[Any]]) -> dict[str, Any]:
    """Return simplified, projected rings as flat arrays."""
    points, offsets, owners, holes = [], [0], [], []
    for region, polygons in sorted(regions.items()):
        union = unary_union(polygons)
        for polygon in union.geoms if hasattr(union, "geoms") else [union]:
            if polygon.area < SMALLEST_ISLAND:
                continue
            simple = polygon.simplify(TOLERANCE)
            if simple.is_empty or simple.geom_type != "Polygon":
                continue
            lakes = [ring for ring in simple.interiors if Polygon(ring).area > SMALLEST_LAKE]
            for ring, is_hole in [(simple.exterior, 0), *((lake, 1) for lake in lakes)]:
                corners = np.array(ring.coords)
                points.append(project(corners[:, 0], corners[:, 1]))
                offsets.append(offsets[-1] + len(corners))
                owners.append(region)
                holes.append(is_hole)
    return {
        "points": np.concatenate(points).astype(np.float32),
        "offsets": np.array(offsets, np.int32),
        "ring_region": np.array(owners, np.int16),
        "ring_is_hole": np.array(holes, np.int8),
    }


def build_graticule() -> dict[str, Any]:
    """Return parallels every 15 degrees and meridians every 30 degrees."""
    lines = [
        project(np.linspace(-180, 180, 91), np.full(91, float(latitude)))
        for latitude in range(-45, 76, 15)
    ]
    lines += [
        project(np.full(70, float(longitude)), np.linspace(-56, 80, 70))
        for longitude in range(-180, 181, 30)
    ]
    offsets = np.cumsum([0, *(len(line) for line in lines)])
    return {
        "graticule": np.concatenate(lines).astype(np.float32),
        "graticule_offsets": offsets.astype(np.int32),
    }


def build_hubs(table: Path) -> dict[str, Any]:
    """Return the technology hubs of ``hubs.csv``."""
    lines = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    longitude = np.array([float(row["longitude"]) for row in rows])
    latitude = np.array([float(row["latitude"]) for row in rows])
    place = project((longitude - SEAM_SHIFT + 180) % 360 - 180, latitude)
    return {
        "hub_position": place.astype(np.float32),
        "hub_weight": np.array([float(row["weight"]) for row in rows], np.float32),
        "hub_region": np.array([REGION_NAMES.index(row["region"]) for row in rows], np.int16),
        "hub_names": np.array([row["name"] for row in rows]),
    }


def build_map(npm: Path, hubs: Path, target: Path) -> None:
    """Write the map data file."""
    topology = json.loads((npm / "world-atlas/countries-50m.json").read_text("utf-8"))
    arrays: dict[str, Any] = {
        "region_names": np.array(REGION_NAMES),
        "aspect": np.float64((TOP - BOTTOM) / SPAN),
        "width_degrees": np.float64(EAST - WEST),
        **build_rings(collect_regions(topology)),
        **build_hubs(hubs),
        **build_graticule(),
    }
    np.savez_compressed(target, **arrays)
