"""A PDF as small as can be, for tests."""


def small_pdf(lines: list[str], *, title: str = "", pages: int = 1) -> bytes:
    """A PDF with these lines of ASCII on each page."""
    shown = " ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET"
    kids = " ".join(f"{5 + number} 0 R" for number in range(pages))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        *[f"{page} /Resources << /Font << /F1 3 0 R >> >> >>"] * pages,
        f"<< /Title ({title}) >>",
    ]
    out = "%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects)
    trailer = f"<< /Size {count + 1} /Root 1 0 R /Info {count} 0 R >>"
    start = len(out)
    out += f"xref\n0 {count + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\n"
    return f"{out}startxref\n{start}\n%%EOF\n".encode("ascii")
