/**
 * A document that Word, LibreOffice and Pages open, made on the device: the few XML files of an
 * Office Open XML text, put together as a ZIP without compression. Knows nothing of notes.
 *
 * @typedef {{style: "Title" | "Heading1" | "Heading2" | "Quote" | "Normal", text: string}} Paragraph
 */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** Numbers as a ZIP has them: each `[value, bytes]`, lowest byte first. @param {[number, number][]} fields */
function packed(fields) {
  return Uint8Array.from(fields.flatMap(([value, size]) => Array.from({ length: size }, (_, at) => (value >>> (8 * at)) & 0xff)));
}

/** @param {Record<string, string>} files text by name @returns {Uint8Array[]} a ZIP, in pieces */
function zip(files) {
  const [pieces, directory] = [[], []];
  const january1980 = 0x21;
  const stored = 0;
  const utf8 = 0x800;
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, data] = [path, text].map((part) => new TextEncoder().encode(part));
    const facts = /** @type {[number, number][]} */ ([
      [20, 2], [utf8, 2], [stored, 2], [0, 2], [january1980, 2], [crc32(data), 4], [data.length, 4], [data.length, 4], [name.length, 2], [0, 2],
    ]);
    const head = packed([[0x04034b50, 4], ...facts]);
    directory.push(packed([[0x02014b50, 4], [20, 2], ...facts, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), name);
    pieces.push(head, name, data);
    offset += head.length + name.length + data.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const count = directory.length / 2;
  const end = packed([[0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]]);
  return [...pieces, ...directory, end];
}

/** Text as XML may hold it. @param {string} text */
const escaped = (text) =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** @param {Paragraph} paragraph */
function paragraphXml({ style, text }) {
  const lines = text.split(/\r\n|[\n\r]/).map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`);
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r>${lines.join("<w:br/>")}</w:r></w:p>`;
}

/** @param {string} id @param {string} name @param {string} paragraph @param {string} run */
const styleXml = (id, name, paragraph, run) =>
  `<w:style w:type="paragraph" w:styleId="${id}"${id === "Normal" ? ' w:default="1"' : ""}><w:name w:val="${name}"/>${id === "Normal" ? "" : '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'}<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml";

const STYLES = [
  styleXml("Normal", "Normal", '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/>', '<w:sz w:val="22"/>'),
  styleXml("Title", "Title", '<w:spacing w:after="240"/>', '<w:b/><w:sz w:val="40"/>'),
  styleXml("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="30"/>'),
  styleXml("Heading2", "heading 2", '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="25"/>'),
  styleXml("Quote", "Quote", '<w:ind w:left="360"/>', "<w:i/>"),
];

/** @param {string} title @param {Paragraph[]} paragraphs @returns {Blob} a .docx file */
function wordDocument(title, paragraphs) {
  const files = {
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD_TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD_TYPE}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "word/styles.xml": `${XML}<w:styles ${WORDS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>${STYLES.join("")}</w:styles>`,
    "word/document.xml": `${XML}<w:document ${WORDS}><w:body>${paragraphs.map(paragraphXml).join("")}<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    "docProps/core.xml": `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title></cp:coreProperties>`,
  };
  return new Blob(/** @type {BlobPart[]} */ (zip(files)), { type: `${WORD_TYPE}.document` });
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.wordDocument = wordDocument;
