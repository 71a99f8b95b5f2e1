"""The manifest of a SCORM 1.2 package: one thing to start, and every file by name."""

from collections.abc import Iterable
from urllib.parse import quote
from xml.etree import ElementTree as ET

NAME = "imsmanifest.xml"

NAMESPACES = {
    "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}


def manifest(identifier: str, title: str, start: str, files: Iterable[str]) -> bytes:
    """The text of ``imsmanifest.xml`` for a package whose page to start is ``start``."""
    root = ET.Element("manifest", {"identifier": f"M-{identifier}", "version": "1.0", **NAMESPACES})
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "ADL SCORM"
    ET.SubElement(metadata, "schemaversion").text = "1.2"
    organizations = ET.SubElement(root, "organizations", {"default": f"O-{identifier}"})
    organization = ET.SubElement(organizations, "organization", {"identifier": f"O-{identifier}"})
    ET.SubElement(organization, "title").text = title
    names = {"identifier": f"I-{identifier}", "identifierref": f"R-{identifier}", "isvisible": "true"}
    ET.SubElement(ET.SubElement(organization, "item", names), "title").text = title
    facts = {"identifier": f"R-{identifier}", "type": "webcontent", "adlcp:scormtype": "sco", "href": start}
    resource = ET.SubElement(ET.SubElement(root, "resources"), "resource", facts)
    for path in sorted(files):
        ET.SubElement(resource, "file", {"href": quote(path)})
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"
