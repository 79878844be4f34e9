#!/usr/bin/env python3
"""Makes one invented plan in every format that `danchieu` reads, in the folder given.

    pip install python-docx reportlab pyarrow pillow msoffcrypto-tool pypdf
    apt-get install libreoffice-writer-nogui fonts-dejavu-core
    tests/make_files.py FOLDER
    DANCHIEU_FILES=FOLDER cargo test --test it ingest_made

The word processor is the judge of what Word, OpenDocument, RTF and PDF files look like:
the .docx is written here with what analysts' files have (a head laid out in a table, runs
that split numbers, footnotes, a text box, tracked changes, header and footer, fonts that
are encodings), LibreOffice turns it into .doc, .rtf, .odt, .pdf and .html, and reportlab
writes the PDF files that a word processor does not. What is missing here is left out.
`expected.json` says for each file which numbers must be found and what the heading says.
"""

import gzip
import json
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

TITLE = "Thực hiện Chương trình phòng, chống mua bán người trên địa bàn tỉnh năm 2021"
LEFT = ["ỦY BAN NHÂN DÂN", "TỈNH NAM ĐỊNH", "", "Số: 40/KH-UBND"]
RIGHT = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    "Nam Định, ngày 02 tháng 4 năm 2021",
]
BODY = [
    "Căn cứ Luật Phòng, chống mua bán người số 66/2011/QH12 ngày 29/3/2011;",
    "Thực hiện Quyết định số 193/QĐ-TTg ngày 09/02/2021 của Thủ tướng Chính phủ phê duyệt "
    "Chương trình phòng, chống mua bán người giai đoạn 2021 - 2025 và định hướng đến năm 2030;",
    "Thực hiện Quyết định số 793/QĐ-TTg ngày 10/5/2016 của Thủ tướng Chính phủ về Ngày toàn dân "
    "phòng, chống mua bán người; Chỉ thị số 48-CT/TW ngày 22/10/2010 của Bộ Chính trị,",
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện như sau:",
    "1. Các sở, ngành tổ chức thực hiện Nghị định số 09/2013/NĐ-CP ngày 11/01/2013 của Chính phủ "
    "và Thông tư số 35/2013/TT-BLĐTBXH ngày 30/12/2013 của Bộ Lao động - Thương binh và Xã hội.",
    "2. Công an tỉnh chủ trì, phối hợp với các đơn vị theo Kế hoạch số 15/KH-BCĐ138 ngày 05/01/2021.",
    "3. Kế hoạch này thay thế Kế hoạch số 28/KH-UBND ngày 15/3/2016 của Ủy ban nhân dân tỉnh.",
]
TABLE = [["STT", "Văn bản", "Ngày"], ["1", "Quyết định số 1217/QĐ-TTg", "06/9/2012"]]
FOOTNOTE = "Quyết định số 2546/QĐ-TTg ngày 31/12/2015 của Thủ tướng Chính phủ."
BOX = "Hướng dẫn số 12/HD-BCA ngày 15/01/2021"
SIGN = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Trần Lê Đoài"]
CITED = [
    "66/2011/QH12", "193/QĐ-TTg", "793/QĐ-TTg", "48-CT/TW", "09/2013/NĐ-CP",
    "35/2013/TT-BLĐTBXH", "15/KH-BCĐ138", "28/KH-UBND",
]
IN_TABLE, IN_NOTE, IN_BOX = "1217/QĐ-TTg", "2546/QĐ-TTg", "12/HD-BCA"
DELETED = "999/QĐ-UBND"
OWN = {"number": "40/KH-UBND", "date": "2021-04-02", "place": "namdinh"}

EXPECTED = {}


def expect(name, numbers=CITED, more=(), own=OWN, **extra):
    EXPECTED[name] = {"numbers": sorted({*numbers, *more}), "own": own, **extra}


# --- old encodings ---------------------------------------------------------------------

VOWELS = "aăâeêioôơuưy"
TONED = dict(zip(VOWELS, [
    "àáảãạ", "ằắẳẵặ", "ầấẩẫậ", "èéẻẽẹ", "ềếểễệ", "ìíỉĩị", "òóỏõọ", "ồốổỗộ", "ờớởỡợ",
    "ùúủũụ", "ừứửữự", "ỳýỷỹỵ"]))
TCVN3 = {
    "à": 0xB5, "ả": 0xB6, "ã": 0xB7, "á": 0xB8, "ạ": 0xB9, "ằ": 0xBB, "ẳ": 0xBC, "ẵ": 0xBD,
    "ắ": 0xBE, "ặ": 0xC6, "ầ": 0xC7, "ẩ": 0xC8, "ẫ": 0xC9, "ấ": 0xCA, "ậ": 0xCB, "è": 0xCC,
    "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1, "ề": 0xD2, "ể": 0xD3, "ễ": 0xD4, "ế": 0xD5,
    "ệ": 0xD6, "ì": 0xD7, "ỉ": 0xD8, "ĩ": 0xDC, "í": 0xDD, "ị": 0xDE, "ò": 0xDF, "ỏ": 0xE1,
    "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4, "ồ": 0xE5, "ổ": 0xE6, "ỗ": 0xE7, "ố": 0xE8, "ộ": 0xE9,
    "ờ": 0xEA, "ở": 0xEB, "ỡ": 0xEC, "ớ": 0xED, "ợ": 0xEE, "ù": 0xEF, "ủ": 0xF1, "ũ": 0xF2,
    "ú": 0xF3, "ụ": 0xF4, "ừ": 0xF5, "ử": 0xF6, "ữ": 0xF7, "ứ": 0xF8, "ự": 0xF9, "ỳ": 0xFA,
    "ỷ": 0xFB, "ỹ": 0xFC, "ý": 0xFD, "ỵ": 0xFE, "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4,
    "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7, "ă": 0xA8, "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC,
    "ư": 0xAD, "đ": 0xAE}
VNI_TONES = dict(zip("aăâ", ["øùûõï", "èéúüë", "àáåãä"]))
VNI_SINGLE = {
    "ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö", "đ": "ñ", "í": "í",
    "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def tcvn3(text):
    """Toned capitals have no code: they are written small, in a capital font."""
    code = lambda c: TCVN3.get(c) or TCVN3.get(c.lower())
    return "".join(chr(code(c)) if code(c) else c for c in text)


def vni(text):
    return "".join(vni_letter(c) for c in text)


def vni_letter(letter):
    low = letter.lower()
    written = VNI_SINGLE.get(low) or vni_toned(low) or low
    return written.upper() if letter != low else written


def vni_toned(low):
    for base, toned in TONED.items():
        if low in toned:
            tone = toned.index(low)
            if base in "ăâ":
                return "a" + VNI_TONES[base][tone]
            if base in "êô":
                return {"ê": "e", "ô": "o"}[base] + VNI_TONES["â"][tone]
            return VNI_SINGLE.get(base, base) + VNI_TONES["a"][tone]
    return None


# --- Word ------------------------------------------------------------------------------

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pieces(text, seed=7):
    """Splits a text where Word splits runs: anywhere, also inside numbers."""
    chance, at, out = random.Random(seed), 0, []
    while at < len(text):
        step = chance.randint(1, 9)
        out.append(text[at:at + step])
        at += step
    return out


def docx(path, encode=None, font="Times New Roman", whole=False):
    from docx import Document
    from docx.oxml import parse_xml
    document = Document()
    document.core_properties.title = TITLE
    document.core_properties.author = "Văn phòng"
    write = encode or (lambda text: text)

    def paragraph(text, where=document, face=font):
        added = where.add_paragraph()
        for piece in [text] if encode or whole else pieces(text):
            run = added.add_run(write(piece))
            run.font.name = face
        return added

    capital = font + "H" if font.startswith(".Vn") else font
    head = document.add_table(rows=1, cols=2)
    for cell, lines in zip(head.rows[0].cells, [LEFT, RIGHT]):
        for line in lines:
            paragraph(line, cell, capital if line.isupper() else font)
    paragraph("KẾ HOẠCH", face=capital)
    paragraph(TITLE)
    for line in BODY:
        paragraph(line)
    if not encode:
        table = document.add_table(rows=0, cols=3)
        for row in TABLE:
            for cell, text in zip(table.add_row().cells, row):
                cell.text = text
        changed = document.add_paragraph("Kèm theo ")
        changed._p.append(parse_xml(
            f'<w:del xmlns:w="{W}" w:id="1" w:author="a"><w:r><w:delText>Quyết định số '
            f'{DELETED}</w:delText></w:r></w:del>'))
        changed._p.append(parse_xml(
            f'<w:ins xmlns:w="{W}" w:id="2" w:author="a"><w:r><w:t>Quyết định số '
            f'57/QĐ-UBND</w:t></w:r></w:ins>'))
        boxed = document.add_paragraph()
        boxed.add_run()._r.append(parse_xml(
            f'<w:pict xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><v:shape '
            f'style="width:300pt;height:40pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>{BOX}'
            f'</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>'))
        section = document.sections[0]
        section.header.paragraphs[0].text = "Kế hoạch phòng, chống mua bán người"
        section.footer.paragraphs[0].text = "Lưu hành nội bộ"
    for line in SIGN:
        paragraph(line, face=capital if line.isupper() else font)
    document.save(path)
    if not encode:
        add_footnote(path)


def add_footnote(path):
    """python-docx has no footnotes: the parts are added by hand."""
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    notes = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>{FOOTNOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>')
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    types = files["[Content_Types].xml"].decode()
    files["[Content_Types].xml"] = types.replace(
        "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{part}"/></Types>')
    rels = files["word/_rels/document.xml.rels"].decode()
    files["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{rel}/footnotes" '
        'Target="footnotes.xml"/></Relationships>')
    body = files["word/document.xml"].decode()
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = body.index("</w:p>", body.index("</w:tbl>"))
    files["word/document.xml"] = body[:end] + mark + body[end:]
    files["word/footnotes.xml"] = notes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files.items():
            new.writestr(name, data)


# Level, text, and what the word processor puts before it.
LISTED = [
    (0, "Phạm vi điều chỉnh", "Điều 1."),
    (1, "Kế hoạch này quy định việc phối hợp giữa các sở, ngành.", "1."),
    (2, "Công an tỉnh chủ trì theo Quyết định số 193/QĐ-TTg ngày 09/02/2021;", "a)"),
    (2, "Sở Tư pháp phối hợp.", "b)"),
    (1, "Thời gian thực hiện.", "2."),
    (None, "Phần không đánh số.", ""),
    (0, "Bãi bỏ văn bản", "Điều 2."),
    (1, "Bãi bỏ Kế hoạch số 28/KH-UBND ngày 15/3/2016.", "1."),
    (3, "Các mục liên quan.", "2.1.1"),
    (4, "gạch đầu dòng", "-"),
]


def listed_docx(path):
    """Articles, clauses and points that the word processor numbers."""
    from docx import Document
    from docx.oxml import parse_xml
    document = Document()
    levels = [("decimal", "Điều %1."), ("decimal", "%2."), ("lowerLetter", "%3)"),
              ("decimal", "%1.%2.%4"), ("bullet", "-")]
    made = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{figure}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (figure, text) in enumerate(levels))
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="77">{made}</w:abstractNum>'))
    numbering.append(parse_xml(
        f'<w:num xmlns:w="{W}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for rank, text, _ in LISTED:
        paragraph = document.add_paragraph(text)
        if rank is not None:
            paragraph._p.get_or_add_pPr().append(parse_xml(
                f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{rank}"/><w:numId w:val="77"/>'
                '</w:numPr>'))
    document.save(path)


def expect_listed(name):
    lines = [f"{label} {text}".strip() for _, text, label in LISTED]
    expect(name, ["193/QĐ-TTg", "28/KH-UBND"], own=None, lines=lines)


def convert(path, kind, out):
    """Lets LibreOffice write another format."""
    target = out / (path.stem + "." + kind.split(":")[0])
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{out}/.profile",
         "--convert-to", kind, "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=300)
    return target


def word_files(out):
    more = [IN_TABLE, "57/QĐ-UBND", IN_BOX, IN_NOTE]
    # LibreOffice prints what is deleted, struck out, and its RTF has no such text boxes.
    kept = {"rtf": [n for n in more if n != IN_BOX]}
    docx(out / "word.docx")
    expect("word.docx", more=more, absent=[DELETED], signer="Trần Lê Đoài")
    for font, encode in [(".VnTime", tcvn3), ("VNI-Times", vni)]:
        name = f"{'tcvn3' if encode is tcvn3 else 'vni'}.docx"
        docx(out / name, encode, font)
        expect(name)
    listed_docx(out / "listed.docx")
    expect_listed("listed.docx")
    if not shutil.which("soffice"):
        print("no soffice: .doc, .rtf, .odt, .pdf and .html of Word files are left out")
        return
    for kind in ["doc:MS Word 97", "rtf", "odt", "pdf", "html"]:
        for name in ["word", "tcvn3", "vni"]:
            if name != "word" and kind in ("pdf", "html", "odt"):
                continue
            made = convert(out / f"{name}.docx", kind, out)
            extra = {"absent": [DELETED]} if kind in ("odt", "rtf") or "doc" in kind else {}
            expect(made.name, more=kept.get(kind, more) if name == "word" else (), **extra)
    for kind in ["doc:MS Word 97", "rtf", "odt", "fodt", "docx:MS Word 2007 XML"]:
        again = out / "relisted.docx"
        shutil.copy(out / "listed.docx", again)
        target = out / "again" if kind.startswith("docx") else out
        target.mkdir(exist_ok=True)
        expect_listed(str(convert(again, kind, target).relative_to(out)))
    again.unlink()
    shutil.rmtree(out / ".profile", ignore_errors=True)


# --- PDF -------------------------------------------------------------------------------

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"


def wrapped(text, width, face, size):
    from reportlab.pdfbase.pdfmetrics import stringWidth
    lines, line = [], ""
    for word in text.split(" "):
        for piece in broken(word, line, width, face, size):
            if line and stringWidth(line + piece, face, size) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
    return lines + [line]


def broken(word, line, width, face, size):
    """A word processor breaks a number behind its hyphen."""
    word = " " + word if line else word
    if "/" in word and "-" in word:
        at = word.rindex("-") + 1
        return [word[:at], word[at:]]
    return [word]


class Paper:
    """Writes lines on pages, with a running head and page numbers."""

    def __init__(self, path, running=True):
        from reportlab.lib.pagesizes import A4
        from reportlab.pdfgen import canvas
        self.canvas, self.running = canvas.Canvas(str(path), pagesize=A4), running
        self.canvas.setTitle(TITLE)
        self.page, self.y = 0, 0
        self.turn()

    def turn(self):
        if self.page:
            self.canvas.showPage()
        self.page, self.y = self.page + 1, 770
        self.canvas.setFont("Serif", 9)
        if self.running:
            self.canvas.drawString(72, 810, f"CÔNG BÁO/Số 123 + 124/Ngày 15-5-2021")
            self.canvas.drawRightString(520, 810, str(self.page))
            self.canvas.drawCentredString(297, 30, "http://congbao.example.vn")
        self.canvas.setFont("Serif", 11)

    def line(self, text, x=72, space=None):
        if self.y < 60:
            self.turn()
        if space is None:
            self.canvas.drawString(x, self.y, text)
        else:
            self.canvas.drawString(x, self.y, text, charSpace=space)
        self.y -= 15

    def paragraph(self, text, width=200, x=72):
        for line in wrapped(text, width, "Serif", 11):
            self.line(line, x)

    def save(self):
        self.canvas.save()


def pdf_files(out):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    if not Path(FONT).exists():
        print("no DejaVu: PDF files of reportlab are left out")
        return
    pdfmetrics.registerFont(TTFont("Serif", FONT))
    lines_pdf(out / "lines.pdf")
    columns_pdf(out / "columns.pdf")
    expect("lines.pdf", pages=3, absent=["123"])
    expect("columns.pdf")
    spaced_pdf(out / "spaced.pdf")
    expect("spaced.pdf")
    watermark_pdf(out / "watermark.pdf")
    EXPECTED["watermark.pdf"] = {"scan": True}
    scan_pdf(out / "scan.pdf")
    EXPECTED["scan.pdf"] = {"scan": True, "ocr": ["793/QĐ-TTg", "193/QĐ-TTg"]}


def lines_pdf(path):
    """The head is written line by line across both columns; the pages are narrow."""
    paper = Paper(path)
    for left, right in zip(LEFT, RIGHT):
        paper.canvas.drawString(60, paper.y, left)
        paper.canvas.drawString(260, paper.y, right)
        paper.y -= 15
    paper.line("KẾ HOẠCH", 260)
    paper.paragraph(TITLE, 330, 130)
    for text in BODY:
        paper.paragraph(text)
    for n in range(70):
        paper.line(f"- Việc thứ {n + 1} của các đơn vị.")
    paper.save()


def columns_pdf(path):
    """The head column by column, the text in two columns, as some gazettes have it."""
    paper = Paper(path, running=False)
    top = paper.y
    for x, lines in [(60, LEFT), (260, RIGHT)]:
        paper.y = top
        for line in lines:
            paper.line(line, x)
    paper.line("KẾ HOẠCH", 260)
    paper.paragraph(TITLE, 330, 130)
    top = paper.y
    for x, texts in [(60, BODY[:3]), (310, BODY[3:])]:
        paper.y = top
        for text in texts:
            paper.paragraph(text, 220, x)
    paper.save()


def spaced_pdf(path):
    """Letters set apart, as typists do to fill a line."""
    paper = Paper(path, running=False)
    top = paper.y
    for x, lines in [(60, LEFT), (260, RIGHT)]:
        paper.y = top
        for line in lines:
            paper.line(line, x, 1.5 if x == 60 else None)
    paper.line("K Ế  H O Ạ C H", 240)
    paper.paragraph(TITLE, 330, 130)
    for text in BODY:
        for line in wrapped(text, 200, "Serif", 11):
            paper.line(line, 72, 2.5)
    paper.save()


def watermark_pdf(path):
    paper = Paper(path, running=False)
    for _ in range(3):
        paper.line("Ký bởi: Cổng thông tin điện tử Chính phủ")
        paper.turn()
    paper.save()


def scan_pdf(path):
    """A page that is a picture of its text."""
    from PIL import Image, ImageDraw, ImageFont
    page = Image.new("L", (1654, 2339), 255)
    draw, font, y = ImageDraw.Draw(page), ImageFont.truetype(FONT, 32), 150
    for text in BODY[1:4]:
        line = ""
        for word in text.split(" ") + [None]:
            if word is None or font.getlength(f"{line} {word}") > 1300:
                draw.text((150, y), line, fill=0, font=font)
                line, y = word or "", y + 52
            else:
                line = f"{line} {word}".strip()
    page.save(path, resolution=200)


# --- pages, records, text --------------------------------------------------------------

def page_files(out):
    split = BODY[2].replace("793/QĐ-TTg", "<b>793/Q<i>Đ</i></b>-<span>TTg</span>")
    split = split.replace("Quyết định", "Quy&#7871;t &#273;&#7883;nh")
    menu = "".join(f'<li><a href="/{i}">Mục số {i}</a></li>' for i in range(9))
    related = "".join(
        f'<li><a href="/tin/{i}">Triển khai Quyết định số {800 + i}/QĐ-UBND tại huyện {i}</a></li>'
        for i in range(5))
    news = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>Nam Định triển khai kế hoạch - Báo Nam Định</title>
<meta property="og:title" content="Nam Định triển khai kế hoạch phòng, chống mua bán người">
<meta property="article:published_time" content="2021-04-05T07:00:00+07:00">
<link rel="canonical" href="https://baonamdinh.vn/chinh-tri/202104/ke-hoach.htm"></head><body>
<div id="header"><ul class="menu">{menu}</ul></div>
<div class="container"><div class="detail"><h1>Nam Định triển khai kế hoạch phòng, chống mua bán người</h1>
<p class="sapo">{BODY[1]}</p><p>{split}</p><p>{BODY[4]}</p><p>{BODY[5]}</p><p>{BODY[6]}</p></div>
<div class="tin-lien-quan"><h3>Tin liên quan</h3><ul>{related}</ul></div></div>
<div class="footer">Giấy phép số 999/GP-BTTTT do Bộ Thông tin và Truyền thông cấp ngày 01/01/2015</div>
</body></html>"""
    (out / "news.html").write_text(news, "utf-8")
    outside = [f"{800 + i}/QĐ-UBND" for i in range(5)] + ["999/GP-BTTTT"]
    expect("news.html", [n for n in CITED if not n.startswith("66/")], own=None, absent=outside,
           url="https://baonamdinh.vn/chinh-tri/202104/ke-hoach.htm", date="2021-04-05")
    rows = "".join(f"<p>{line}</p>" for line in LEFT), "".join(f"<p>{line}</p>" for line in RIGHT)
    text = "".join(f"<tr><td colspan=2><p>{line}</p></td></tr>" for line in BODY)
    legal = f"""<html><head><title>Kế hoạch 40/KH-UBND</title></head><body><form><table><tr><td>
<table><tr><td>Số ký hiệu</td><td>40/KH-UBND</td><td>Ngày ban hành</td><td>02/04/2021</td></tr></table>
<table><tr><td>{rows[0]}</td><td>{rows[1]}</td></tr><tr><td colspan=2><p>KẾ HOẠCH</p><p>{TITLE}</p>
</td></tr>{text}</table></td></tr></table></form></body></html>"""
    (out / "legal.html").write_text(legal, "utf-8")
    expect("legal.html")
    (out / "legal.doc").write_text(legal, "utf-8")
    expect("legal.doc")


def text_files(out):
    whole = "\n".join(LEFT + RIGHT + ["KẾ HOẠCH", TITLE] + BODY + SIGN) + "\n"
    (out / "plain.txt").write_text(whole, "utf-8")
    (out / "utf16.txt").write_text(whole, "utf-16")
    (out / "tcvn3.txt").write_bytes(tcvn3(whole).encode("latin-1"))
    (out / "vni.txt").write_bytes(vni(whole).encode("cp1252"))
    for name in ["plain.txt", "utf16.txt", "tcvn3.txt", "vni.txt"]:
        expect(name)
    packed = out / "packed.txt.gz"
    packed.write_bytes(gzip.compress(whole.encode(), mtime=0))
    expect("packed.txt.gz")
    return whole


def record_files(out, whole):
    record = {"so_ky_hieu": "40/KH-UBND", "ngay_ban_hanh": "02/04/2021",
              "co_quan_ban_hanh": "UBND tỉnh Nam Định", "noi_dung": whole}
    (out / "records.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
    expect("records.jsonl")
    import pyarrow as pa
    import pyarrow.parquet as pq
    columns = {key: [value] * 3 for key, value in record.items()}
    for codec in ["snappy", "zstd", "gzip", "none"]:
        pq.write_table(pa.table(columns), out / f"records-{codec}.parquet", compression=codec)
        expect(f"records-{codec}.parquet", records=3)


def locked_files(out):
    """Files that only a password opens: these are told, and nothing is read of them."""
    import msoffcrypto.format.ooxml
    import pypdf

    with open(out / "word.docx", "rb") as plain, open(out / "locked.docx", "wb") as locked:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(TITLE, locked)
    for algorithm in ["RC4-128", "AES-128", "AES-256"]:
        pdf = pypdf.PdfWriter(clone_from=out / "lines.pdf")
        pdf.encrypt(TITLE, algorithm=algorithm)
        pdf.write(out / f"locked-{algorithm.lower()}.pdf")
        EXPECTED[f"locked-{algorithm.lower()}.pdf"] = {"error": "has a password"}
    EXPECTED["locked.docx"] = {"error": "has a password"}


def main():
    out = Path(sys.argv[1]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    for make in [word_files, pdf_files, page_files, locked_files]:
        make(out)
    record_files(out, text_files(out))
    (out / "expected.json").write_text(
        json.dumps(EXPECTED, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    print(f"{len(EXPECTED)} files in {out}")


if __name__ == "__main__":
    main()
