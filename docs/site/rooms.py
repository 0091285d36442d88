"""Writes a page for every room, from what Doxygen has found: rooms.py XML_FOLDER ROOT > rooms.dox

The page of a room is the comment of its door and all of its names, header by header, each a link.
"""

import html
import pathlib
import sys
import xml.etree.ElementTree as tree


def headers_with_names(xml_folder, root):
    """Names by header, the headers below the folder of the room that has the door: {room: {header: {name: link}}}."""
    rooms = {}

    def add(node, name, link):
        location = node.find("location")
        file = pathlib.PurePath(location.get("file")) if location is not None else None
        path = file.relative_to(root) if file is not None and file.is_relative_to(root) else file
        parts = path.parts if path is not None else ()
        if "suregrasp" not in parts or "impl" in parts or "detail" in name:
            return
        inside = parts[parts.index("suregrasp") + 1 :]
        if inside[0] == "backends":
            inside = inside[1:]
        room = inside[0] if len(inside) > 1 else pathlib.PurePath(inside[0]).stem
        rooms.setdefault(room, {}).setdefault("/".join(inside[1:] or inside), {}).setdefault(name, link)

    for file in sorted(xml_folder.glob("*.xml")):
        for compound in tree.parse(file).getroot().iter("compounddef"):
            kind, name = compound.get("kind"), compound.findtext("compoundname")
            if kind in ("class", "struct", "concept") and compound.get("prot", "public") == "public":
                if name.count("::") < 3 or kind == "concept":
                    add(compound, name.removeprefix("suregrasp::"), compound.get("id") + ".html")
            elif kind == "namespace":
                for member in compound.iter("memberdef"):
                    page, _, anchor = member.get("id").rpartition("_1")
                    outer = name.removeprefix("suregrasp").removeprefix("::")
                    full = (outer + "::" if outer else "") + member.findtext("name")
                    if not full.rpartition("::")[2].startswith("operator"):
                        add(member, full, f"{page}.html#{anchor}")
    return rooms


def door_of(root, room):
    """The comment of the header that is the room's page, before it includes anything."""
    lines = []
    for folder in ("include", f"backends/{room}/include"):
        door = root / folder / "suregrasp" / f"{room}.hpp"
        if door.is_file():
            for line in door.read_text().splitlines():
                if line.startswith("#include"):
                    break
                if line.startswith("///"):
                    lines.append(line[4:])
            return lines + ["", f"    #include <suregrasp/{room}.hpp>", ""]
    return lines


def page(root, room, headers):
    lines = ["/**", f"\\page room_{room} {room}", "", *door_of(root, room), "<h2>All names</h2>", '<dl class="names">']
    for header, names in sorted(headers.items(), key=lambda each: (each[0].count("/"), each[0])):
        links = " ".join(
            f'<a class="name" href="{link}">{html.escape(name)}</a>' for name, link in sorted(names.items()))
        lines += [f"<dt>{html.escape(header)}</dt>", f"<dd>{links}</dd>"]
    return lines + ["</dl>", "*/", ""]


def main():
    xml_folder, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    for room, headers in sorted(headers_with_names(xml_folder, root).items()):
        print("\n".join(page(root, room, headers)))


main()
