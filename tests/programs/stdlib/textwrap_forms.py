"""textwrap: filling, hyphens, placeholders, dedent with mixed margins, indent with predicates."""
import textwrap

text = "The quick-brown fox, who jumped -- over 'the' lazy dog.  Extraordinarily  long\twords\nfollow: supercalifragilistic."
for options in ({"width": 20}, {"width": 10, "break_long_words": False}, {"width": 12, "break_on_hyphens": False}, {"width": 20, "initial_indent": "* ", "subsequent_indent": "  "},
                {"width": 20, "max_lines": 2}, {"width": 15, "max_lines": 1, "placeholder": "~"}, {"width": 25, "fix_sentence_endings": True}, {"width": 30, "replace_whitespace": False},
                {"width": 30, "drop_whitespace": False}, {"width": 25, "expand_tabs": False}, {"width": 25, "tabsize": 2}):
    print(options, textwrap.wrap(text, **options))
for action in (lambda: textwrap.wrap("a b", 0), lambda: textwrap.wrap("abc def", 3, max_lines=1, placeholder="too long"), lambda: textwrap.wrap(""), lambda: textwrap.fill("  lead", 80), lambda: textwrap.shorten("a  b\nc", 4),
               lambda: textwrap.shorten("hello world", 8, placeholder="..."), lambda: textwrap.shorten("hello", 2), lambda: textwrap.dedent("\n   a\n     b\n   \n  \t\n   c"), lambda: textwrap.dedent("\ta\n    b"), lambda: textwrap.dedent("  a\nb"),
               lambda: textwrap.dedent(5), lambda: textwrap.indent("a\n\n b\r\nc", "> "), lambda: textwrap.indent("a\n\nb", "-", lambda line: True), lambda: textwrap.wrap("a" * 25, 10), lambda: textwrap.wrap("\u20ac\xa0b c", 3)):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error)
