import codecs
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.storage.encoding import decoded, decoded_by, is_damaged_utf8, likely_encoding

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


RUSSIAN = "# Импульсные нейронные сети\n\nПотенциал мембраны меняется со временем.\n"
KOREAN = "# 스파이킹 신경망\n\n막전위는 시간에 따라 변한다.\n"
JAPANESE = "# スパイキングニューラルネットワーク\n\n膜電位は時間とともに変化する。\n"


@pytest.mark.parametrize(
    ("text", "written", "named"),
    [
        pytest.param(CHINESE, "gbk", "gb18030", id="gbk-as-gb18030"),
        pytest.param(CHINESE, "gb18030", "gbk", id="gb18030-as-gbk"),
        pytest.param("\ufeff标题 𠮷 é\r\n", "gb18030", "gb18030", id="gb18030-with-mark"),
        pytest.param("It says “spikes”, and no more\n", "gbk", "gbk", id="only-quotes"),
        pytest.param("脈衝", "gbk", "gbk", id="traditional-in-gbk"),
        pytest.param(TRADITIONAL, "big5", "big5", id="big5"),
        pytest.param(TRADITIONAL, "cp950", "big5hkscs", id="big5-of-hong-kong"),
        pytest.param(CHINESE, "utf-16-le", "utf-16-le", id="utf-16-little-endian"),
        pytest.param(CHINESE, "utf-16-be", "utf-16-be", id="utf-16-big-endian"),
        pytest.param("\ufeff" + CHINESE, "utf-16-be", "utf-16-be", id="mark-is-kept-as-in-utf-8"),
        pytest.param(CHINESE, "utf-16", "utf-16", id="utf-16-with-mark"),
        pytest.param(CHINESE, "utf-32", "utf-32", id="utf-32"),
        pytest.param(FRENCH, "cp1252", "iso8859-1", id="latin-1"),
        pytest.param(RUSSIAN, "cp1251", "cp1251", id="russian"),
        pytest.param(RUSSIAN, "koi8-r", "koi8-r", id="russian-of-unix"),
        pytest.param(KOREAN, "euc_kr", "euc_kr", id="korean"),
        pytest.param(JAPANESE, "shift_jis", "shift_jis", id="japanese"),
        pytest.param(JAPANESE, "euc_jp", "euc_jp", id="japanese-of-unix"),
        pytest.param("τ·dV/dt ＝ I，so V ∝ I\n", "gbk", "gbk", id="only-signs"),
    ],
)
def test_text_is_read_in_the_encoding_that_the_user_names(
    text: str, written: str, named: str
) -> None:
    assert decoded_by(named, text.encode(written), SHOWN) == text


@pytest.mark.parametrize(
    ("text", "written", "named", "likely"),
    [
        pytest.param(TRADITIONAL, "big5", "gb18030", "BIG5", id="big5-among-gbk"),
        pytest.param(TRADITIONAL, "big5", "gbk", "BIG5", id="big5-among-gbk-by-another-name"),
        pytest.param(FRENCH, "cp1252", "gb18030", "WINDOWS-1252", id="french-among-gbk"),
        pytest.param(CHINESE + "。", "gbk", "utf-16-le", "GB18030", id="gbk-among-utf-16"),
        pytest.param(CHINESE, "utf-16-le", "utf-16-be", "UTF-16LE", id="other-order-of-bytes"),
        pytest.param(CHINESE, "utf-16-be", "utf-16-le", "UTF-16BE", id="this-order-of-bytes"),
        pytest.param("膜电位", "utf-16", "cp1252", "UTF-16", id="utf-16-without-zeros"),
    ],
)
def test_text_that_would_become_garbage_is_refused_with_the_likely_encoding(
    text: str, written: str, named: str, likely: str
) -> None:
    data = text.encode(written)

    with pytest.raises(UnreadableFileError) as caught:
        decoded_by(named, data, SHOWN)

    assert str(caught.value) == (
        f"notes/2023/膜电位.md: not UTF-8 text, and it looks like {likely}, not like {named}"
    )
    assert caught.value.hint.endswith(f"--encoding {likely.lower()}")
    assert decoded_by(codecs.lookup(likely).name, data, SHOWN) == text


def test_order_of_bytes_that_neither_a_mark_nor_the_machine_tells_is_asked_about() -> None:
    order = "be" if sys.byteorder == "little" else "le"

    with pytest.raises(UnreadableFileError, match=f"UTF-16{order.upper()}"):
        decoded_by("utf-16", CHINESE.encode(f"utf-16-{order}"), SHOWN)


def test_line_that_is_not_in_the_named_encoding_is_told() -> None:
    data = CHINESE.encode("gbk") + b"\xff\xff\n"

    with pytest.raises(UnreadableFileError) as caught:
        decoded_by("gbk", data, SHOWN)

    assert str(caught.value) == "notes/2023/膜电位.md:6: neither UTF-8 nor gbk"


def test_picture_is_no_text_in_any_encoding() -> None:
    with pytest.raises(UnreadableFileError, match="it holds zero bytes"):
        decoded_by("iso8859-1", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", SHOWN)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(CHINESE.encode()[:-2], True, id="cut"),
        pytest.param(
            CHINESE.encode().replace("静".encode(), b"\xe9\x9d"), True, id="one-byte-lost"
        ),
        pytest.param(FRENCH.encode() + b"\xe9", True, id="one-letter-from-elsewhere"),
        pytest.param(CHINESE.encode("gbk"), False, id="gbk"),
        pytest.param(FRENCH.encode("cp1252"), False, id="french"),
        pytest.param(CHINESE.encode("utf-16-le"), False, id="utf-16"),
    ],
)
def test_damaged_utf8_is_told_from_other_encodings(data: bytes, expected: bool) -> None:
    assert is_damaged_utf8(data) is expected
