"""The encodings of East Asia: round trips, pieces, errors."""

import codecs
import io

texts = {
    "shift_jis": "日本語 かな ｶﾅ ~",
    "cp932": "日本語①",
    "euc_jp": "日本語 かな",
    "iso2022_jp": "a日本語b\nかな",
    "gb2312": "中文",
    "gbk": "中文繁體",
    "gb18030": "中文 \U0001f600",
    "big5": "繁體中文",
    "cp950": "繁體中文",
    "euc_kr": "한국어",
    "cp949": "한국어 똠",
}
for name, text in texts.items():
    data = text.encode(name)
    print(name, data)
    assert data.decode(name) == text, name
    decoder = codecs.getincrementaldecoder(name)()
    assert "".join(decoder.decode(data[i : i + 1]) for i in range(len(data))) + decoder.decode(b"", True) == text
    encoder = codecs.getincrementalencoder(name)()
    assert b"".join(encoder.encode(c) for c in text) + encoder.encode("", True) == data
    assert codecs.getreader(name)(io.BytesIO(data)).read() == text
    out = io.BytesIO()
    writer = codecs.getwriter(name)(out)
    writer.write(text)
    writer.reset()
    assert out.getvalue() == data or name == "iso2022_jp"

for work in (
    lambda: "a\xff".encode("shift_jis"),
    lambda: "\ud800".encode("gbk"),
    lambda: b"a\x82".decode("shift_jis"),
    lambda: b"\x82\xff".decode("shift_jis"),
):
    try:
        work()
    except UnicodeError as exc:
        print(exc)
print("a\xffb".encode("shift_jis", "replace"), "\xff".encode("gbk", "xmlcharrefreplace"), b"\x81\x30x".decode("shift_jis", "replace"))
