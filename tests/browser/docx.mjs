// A small Word file: two parts that lie in a zip as they are (APPNOTE 4.3, method 0).
import { crc32 } from "node:zlib";

/** The bytes of a Word file with these paragraphs. */
export function docx(...paragraphs) {
  const text = paragraphs.map((words) => `<w:p><w:r><w:t>${words}</w:t></w:r></w:p>`).join("");
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
  return zip({
    "_rels/.rels": `<Relationships><Relationship Id="rId1" Type="${office}" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `<w:document><w:body>${text}</w:body></w:document>`,
  });
}

function zip(parts) {
  const files = [];
  const list = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [named, bytes] = [Buffer.from(name), Buffer.from(text)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(named.length, 22);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    about.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    const file = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), about, named, bytes]);
    files.push(file);
    list.push(Buffer.concat([entry, named]));
    at += file.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, listed, end]);
}
