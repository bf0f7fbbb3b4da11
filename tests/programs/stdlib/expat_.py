"""pyexpat: what handlers get, and where it says that something is wrong."""

from xml.parsers import expat

HANDLERS = [
    "StartElementHandler", "EndElementHandler", "CharacterDataHandler", "XmlDeclHandler", "StartDoctypeDeclHandler",
    "EndDoctypeDeclHandler", "ElementDeclHandler", "AttlistDeclHandler", "EntityDeclHandler", "NotationDeclHandler",
    "UnparsedEntityDeclHandler", "CommentHandler", "ProcessingInstructionHandler", "StartCdataSectionHandler",
    "EndCdataSectionHandler", "SkippedEntityHandler", "StartNamespaceDeclHandler", "EndNamespaceDeclHandler",
]


def traced(text, handlers, size=None, setup=None, **options):
    parser = expat.ParserCreate(**options)
    if setup:
        setup(parser)
    out = []
    for name in handlers:
        def handle(*args, name=name):
            out.append((name.removesuffix("Handler"), *args))
            return 1
        setattr(parser, name, handle)
    if size:
        for i in range(0, len(text), size):
            parser.Parse(text[i : i + size])
        parser.Parse("", True)
    else:
        parser.Parse(text, True)
    for row in out:
        print(row)
    print()


DOC = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<!DOCTYPE r [<!ELEMENT r ((a|b*),c)+><!ELEMENT a (#PCDATA|b)*><!ELEMENT b EMPTY><!ELEMENT c ANY>
<!ATTLIST r x CDATA "d" y (p|q) #REQUIRED z ID #IMPLIED><!ENTITY e "v&#65;<b/>"><!ENTITY ex SYSTEM "exs">
<!ENTITY un PUBLIC "p" "s" NDATA n><!NOTATION n PUBLIC "np"><!-- c --><?pi d?>]>
<r y="p" z=" i ">t\nu&e;&amp;&#x42;<![CDATA[cd]]><?p q?><!--k--></r>
"""
traced(DOC, HANDLERS)
traced('<a xmlns="u" xmlns:p="v" p:b="c"><p:d xmlns="" e="f"/>é</a>', HANDLERS, namespace_separator=" ")
traced("<a>1<b/>2\n3<c>&lt;4</c></a>", HANDLERS[:3], setup=lambda p: setattr(p, "buffer_text", True))
traced("<a>1<b/>2\n3<c>&lt;4</c></a>", HANDLERS[:2], setup=lambda p: setattr(p, "ordered_attributes", True))
traced('<a b="c">&amp;<!-- k -->text</a>\n', ["DefaultHandler"])
traced('<a b="c">text</a>', ["DefaultHandlerExpand", "StartElementHandler"])
traced("<a><b>two</b></a>", HANDLERS[:2], size=3)

for text in [
    "", "  ", "a", "<a", "<a>", "<a></b>", "<a/><b/>", "<a>&x;</a>", "<a b=1/>", '<a b="1" b="2"/>', '<a b="<"/>', "<a>]]></a>",
    "<a>&#0;</a>", "<a><!-- -- --></a>", '<a><?xml version="1.0"?></a>', ' <?xml version="1.0"?><a/>', "<a>\x01</a>",
    '<!DOCTYPE a [<!ENTITY x "<b>">]><a>&x;</a>', '<!DOCTYPE a [<!ENTITY x "&x;">]><a>&x;</a>', "<a><![CDATA[", "<a>text",
    "<a></a>x", "<1/>", '<a b="&y;"/>', "<a/", "<a><b", '<a b="1"c="2"/>', "<a>&", "<a>&lt", "<!DOCTYPE", "<!DOCTYPE a [",
    '<a\n b="c"\n></a\n>\n<b>', b"<a>\xff</a>", '<?xml version="1.0" encoding="latin-1"?><a>é</a>'.encode("latin-1"),
    "<a>é</a>".encode("utf-16"),
]:
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = lambda data: print("data", ascii(data))
    try:
        print(parser.Parse(text, True))
    except expat.ExpatError as exc:
        print(ascii(text), exc, exc.code, exc.lineno, exc.offset, parser.ErrorByteIndex)
for text in ["<x:a/>", '<a xmlns:x=""/>', '<a xmlns:xml="u"/>']:
    try:
        expat.ParserCreate(namespace_separator="!").Parse(text, True)
    except expat.ExpatError as exc:
        print(text, exc)
