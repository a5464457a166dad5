import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.storage.encoding import decoded, likely_encoding

SHOWN = PurePosixPath("notes/2023/膜电位.md")
CHINESE = (
    "---\ntitle: 脉冲神经网络的训练\n---\n\n膜电位随时间变化，神经元发放脉冲之后回到静息电位。\n"
)
TRADITIONAL = (
    "---\ntitle: 脈衝神經網路的訓練\n---\n\n膜電位隨時間變化，神經元發放脈衝之後回到靜息電位。\n"
)
FRENCH = "---\ntitle: Réseaux à décharges\n---\n\nLe potentiel décroît après l'impulsion.\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\ufeff---\r\ntitle: LIF\r\n---\r\n", id="byte-order-mark-and-crlf"),
        pytest.param("a\rb\u2028c\x0bd", id="line-ends-of-others"),
        pytest.param("🧠 ﷽ é e\u0301 𠮷", id="emoji-and-rare-characters"),
    ],
)
def test_utf8_text_is_kept_to_the_byte(text: str) -> None:
    assert decoded(text.encode(), SHOWN) == text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(CHINESE.encode("gb18030"), "GB18030", id="gb18030"),
        pytest.param(CHINESE.encode("gbk"), "GB18030", id="gbk"),
        pytest.param("电".encode("gb2312"), "GB18030", id="one-character"),
        pytest.param(TRADITIONAL.encode("big5"), "BIG5", id="big5"),
        pytest.param(CHINESE.encode("utf-16"), "UTF-16", id="utf-16-with-mark"),
        pytest.param(CHINESE.encode("utf-16-le"), "UTF-16LE", id="utf-16-little-endian"),
        pytest.param(CHINESE.encode("utf-16-be"), "UTF-16BE", id="utf-16-big-endian"),
        pytest.param(FRENCH.encode("cp1252"), "WINDOWS-1252", id="french"),
        pytest.param("title: “spikes”".encode("cp1252"), "WINDOWS-1252", id="curly-quotes"),
        pytest.param(CHINESE.encode()[:-2] + b"\n", "", id="utf-8-cut-in-a-character"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "", id="picture"),
        pytest.param(bytes(range(128, 256)) * 9, "", id="noise"),
        pytest.param(b"\0\xd8\0\xd8ab", "", id="half-a-character-of-utf-16"),
    ],
)
def test_likely_encoding_is_told_from_the_bytes(data: bytes, expected: str) -> None:
    assert likely_encoding(data) == expected


def test_text_in_another_encoding_is_refused_with_the_line_and_the_command_that_mends_it() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        decoded(CHINESE.encode("gb18030"), SHOWN)

    assert str(caught.value) == "notes/2023/膜电位.md:2: not UTF-8 text; it looks like GB18030"
    assert caught.value.hint == (
        "convert it, in the notebook's folder:  iconv -f GB18030 -t UTF-8 notes/2023/膜电位.md"
        " > notes/2023/膜电位.md.utf8 && mv notes/2023/膜电位.md.utf8 notes/2023/膜电位.md"
    )


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(CHINESE, "gb18030", id="gb18030"),
        pytest.param(TRADITIONAL, "big5", id="big5"),
        pytest.param(CHINESE, "utf-16", id="utf-16"),
        pytest.param(CHINESE, "utf-16-be", id="utf-16-be"),
        pytest.param(FRENCH, "cp1252", id="cp1252"),
    ],
)
def test_command_in_the_hint_brings_the_text_back(text: str, encoding: str, tmp_path: Path) -> None:
    name = PurePosixPath("it's a $(note).md")
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    with pytest.raises(UnreadableFileError) as caught:
        decoded(file.read_bytes(), name)

    command = caught.value.hint.partition(":  ")[2]
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)

    assert decoded(file.read_bytes(), name) == text
    assert [path.name for path in tmp_path.iterdir()] == [name.name]


def test_bytes_that_are_no_text_are_called_so() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        decoded(b"%PDF-1.7\n\x00\x00\x01\x00\x00\xff\xfe", SHOWN)

    assert str(caught.value) == "notes/2023/膜电位.md:2: not a text file: it holds zero bytes"


def test_zero_byte_in_good_utf8_is_no_text_either() -> None:
    with pytest.raises(UnreadableFileError, match=r":3: not a text file"):
        decoded("标题\n\n\0正文啊".encode(), SHOWN)


def test_single_bad_byte_in_utf8_text_is_named_with_its_line() -> None:
    damaged = CHINESE.encode().replace("静".encode(), b"\xe9\x9d")

    with pytest.raises(UnreadableFileError) as caught:
        decoded(damaged, SHOWN)

    assert str(caught.value) == (
        "notes/2023/膜电位.md:5: not UTF-8 text: byte 0xe9 is no part of a character"
    )
    assert "save the file as UTF-8" in caught.value.hint


def test_large_file_is_judged_by_its_beginning() -> None:
    assert likely_encoding(CHINESE.encode("gb18030") * 20_000) == "GB18030"
