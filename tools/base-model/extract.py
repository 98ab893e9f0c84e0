"""Turns the files of an unpacked Debian package into documents (lists of paragraphs), one function per kind of file."""
import bz2
import fnmatch
import gzip
import html
import lzma
import os
import re
import struct
import zlib
from html.parser import HTMLParser

BLOCKS = {"p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "td", "th", "tr", "para",
          "title", "item", "listitem", "section", "sect1", "sect2", "sect3", "note", "body", "table", "entry", "flowPara"}
SKIPPED = {"script", "style", "pre", "head", "nav", "programlisting", "screen", "code-block", "info", "svg", "credit",
           "footer", "select", "button"}


class _Prose(HTMLParser):
    """Collects the text of block elements and leaves out code listings, navigation and scripts."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.paragraphs, self.current, self.skipped = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag in SKIPPED:
            self.skipped.append(tag)
        if tag in BLOCKS:
            self.flush()
        if tag == "br":
            self.current.append(" ")

    def handle_endtag(self, tag):
        if self.skipped and tag == self.skipped[-1]:
            self.skipped.pop()
        if tag in BLOCKS:
            self.flush()

    def handle_data(self, data):
        if not self.skipped:
            self.current.append(data)

    def flush(self):
        text = " ".join("".join(self.current).split())
        self.current = []
        if text:
            self.paragraphs.append(text)


def _read(path):
    raw = gzip.open(path).read() if path.endswith((".gz", ".dz")) else open(path, "rb").read()
    if path.endswith(".bz2"):
        raw = bz2.decompress(raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _html_text(text):
    parser = _Prose()
    parser.feed(text)
    parser.flush()
    return parser.paragraphs


def html_file(path):
    text = _read(path)
    return [_html_text(text)] if "<" in text[:200] else []


def docxml(path):
    if not path.endswith((".page", ".xml", ".docbook", ".docbook.bz2")):
        return []
    return [_html_text(re.sub(r"<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!DOCTYPE.*?\]>", "", _read(path), flags=re.S))]


def _wrapped(text):
    """Paragraphs of a plain text file whose lines are wrapped."""
    return [" ".join(p.split()) for p in re.split(r"\n\s*\n", text)]


def text(path):
    return [_wrapped(_read(path))]


def blocks(path):
    return [[p for p in part.split("\n\n")] for part in _read(path).split("%%%%")]


def markdown(path):
    t = _read(path)
    t = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", t)
    t = re.sub(r"^[#>\s]*([#>]+)\s*", "", t, flags=re.M)
    t = re.sub(r"[*_`\\]{1,3}", "", t)
    return [_wrapped(t)]


def fortune(path):
    if path.endswith((".dat", ".u8")):
        return []
    return [_wrapped(re.sub(r"\n\s+", "\n", f)) for f in _read(path).split("\n%\n")]


def dict_entries(path):
    entries, head = [], None
    for line in _read(path).split("\n"):
        if line and not line[0].isspace():
            head = [line]
            entries.append(head)
        elif head is not None:
            head.append(line)
    documents = []
    for e in entries:
        body = re.sub(r"\[(1913 Webster|PJC|WordNet 1\.5|[^\]]{0,30}\+PJC|Obs\.[^\]]*)\]|[{}]|\\", "", "\n".join(e[1:]))
        paragraphs = _wrapped(body)
        title = re.sub(r"[\\{}]|\(.*", "", e[0]).strip()
        documents.append(([title] if len(title) > 3 else []) + [p for p in paragraphs if p])
    return documents


def wordnet(path):
    documents = []
    for entry in re.split(r"\n(?=\S)", _read(path)):
        lines = entry.split("\n")
        gloss = " ".join(" ".join(lines[1:]).split())
        for sense in re.split(r"\s(?=\d+: )", gloss):
            m = re.match(r"(?:(?:n|v|adj|adv) )?(?:\d+: )?(.*?)(?:\s*\[(?:syn|ant):.*)?$", sense)
            meaning = m.group(1).split('; "')
            examples = [e.rstrip('"; ') + "." for e in meaning[1:]]
            documents.append([f"{lines[0].strip()}: {meaning[0]}. {' '.join(examples)}".replace("..", ".")])
    return documents


def rdata(path):
    """Strings of an R lazy-load database, in order; blank strings end a paragraph."""
    raw, at, documents = open(path, "rb").read(), 0, []
    while at + 4 < len(raw):
        kind, start = raw[at + 4: at + 5], at + 4
        try:
            if kind == b"x":
                d = zlib.decompressobj()
            else:
                start += 1
                d = {b"2": bz2.BZ2Decompressor, b"Z": lzma.LZMADecompressor}[kind]()
            data = d.decompress(raw[start:])
        except (KeyError, zlib.error, OSError, lzma.LZMAError):
            at += 1
            continue
        at = len(raw) - len(d.unused_data)
        lines, p = [], 0
        while True:
            p = data.find(b"\x00\x04\x00\x09", p)
            if p < 0:
                break
            size = struct.unpack(">i", data[p + 4:p + 8])[0]
            lines.append(data[p + 8:p + 8 + size].decode("latin-1") if 0 <= size < 1000 else "")
            p += 8 + max(0, size if size < 1000 else 0)
        documents.append(_wrapped("\n".join(lines)))
    return documents


def sword(path):
    """A compressed module of the SWORD project: an index of blocks (.?zs) and the blocks themselves (.?zz)."""
    if not re.search(r"\.[bcv]zs$", path):
        return []
    index, data, documents = open(path, "rb").read(), open(path[:-1] + "z", "rb").read(), []
    for at in range(0, len(index) - 11, 12):
        offset, size, _ = struct.unpack("<III", index[at:at + 12])
        if not size:
            continue
        try:
            t = zlib.decompress(data[offset:offset + size]).decode("utf-8", "replace")
        except zlib.error:
            continue
        t = re.sub(r"<(note|title|figure|sync|foreign|scripCom)\b[^>]*>.*?</\1>", " ", t, flags=re.S)
        t = re.sub(r"<(/p|/div|br|lb|p|/verse|l|/l|lg|milestone|chapter|div)\b[^>]*>", "\n\n", t)
        t = html.unescape(re.sub(r"<[^>]+>", "", t)).replace("\x00", "\n\n").replace("\xb6", "")
        documents.append(_wrapped(t))
    return documents


def quoted(path):
    strings = re.findall(r"`([^`\n]{30,})`|\"([^\"\n]{60,})\"", _read(path))
    return [[a or b for a, b in strings]]


def equals(path):
    if not path.endswith(".txt"):
        return []
    return [re.findall(r"^(?:him|her|you|desc|description|quest_text|msg|tooltip|text|subtitle|topic)=(.{30,})$", _read(path), flags=re.M)]


def underscore(path):
    if not path.endswith((".cfg", ".ruleset", ".lua")):
        return []
    found = re.findall(r"_\s?\(?\"((?:[^\"\\]|\\.){40,}?)\"", _read(path))
    return [[re.sub(r"\\n|\\\n|\^[^ ]*", " ", f.split("^")[-1]) for f in found]]


def lua(path):
    if path.endswith(".xml"):
        return [re.findall(r"<(?:description|bar|news|article|text)>([^<]{40,})<", _read(path))]
    if not path.endswith((".lua", ".dialog")):
        return []
    found = re.findall(r"(?:\[\[|=\[\[)(.{30,}?)\]\]|_\(?\"((?:[^\"\\\n]|\\.){40,}?)\"|(?:Say|says?|next|Tux\w*|show)\(_\"((?:[^\"\\]|\\.){20,})\"",
                       _read(path), flags=re.S)
    strings = [re.sub(r"\\n|\\", " ", a or b or c) for a, b, c in found]
    return [[p for s in strings for p in _wrapped(re.sub(r"<[^>]+>", "", s)) if not re.search(r"==|function|\bend\b.*\bend\b", p)]]


def svgtext(path):
    if not re.search(r"tutorial-[a-z-]*\.svg$", path):
        return []
    t = re.sub(r"<(flowPara|text|tspan)\b[^>]*>", "\n\n", _read(path))
    return [_wrapped(html.unescape(re.sub(r"<[^>]+>", "", t)))]


EXTRACTORS = {"html": html_file, "docxml": docxml, "text": text, "blocks": blocks, "markdown": markdown, "fortune": fortune,
              "dict": dict_entries, "wordnet": wordnet, "rdata": rdata, "sword": sword, "quoted": quoted, "equals": equals,
              "underscore": underscore, "lua": lua, "svgtext": svgtext}


def documents(root, pattern, kind):
    """Every document of the package's files that match the pattern, in order of path."""
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if fnmatch.fnmatch(os.path.relpath(path, root), pattern) and os.path.isfile(path):
                yield from EXTRACTORS[kind](path)
