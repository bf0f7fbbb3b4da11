"""The XML parser: encodings of single bytes, buffered text, tokens in pieces, handlers that parse, growth of entities."""
from xml.parsers import expat


def outcome(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e, e.__dict__)


print('encodings')
for name in ['big5', 'hex_codec', 'nope', 'cp037', 'cp864', 'koi8-r', 'mac_arabic', 'utf-7', 'cp1252', 'iso-8859-15', 'utf-16']:
    parser, pieces = expat.ParserCreate(encoding=name), []
    parser.CharacterDataHandler = pieces.append
    text = '<a>xé</a>'.encode('utf-16') if name == 'utf-16' else b'<a>x\xe9\xa4</a>'
    print(name, end=' ')
    outcome(parser.Parse, text, True)
    print(pieces)
parser = expat.ParserCreate(encoding='cp1252')
outcome(parser.Parse, b'<a>x\x81</a>', True)

print('buffered text')
pieces = []
parser = expat.ParserCreate()
parser.buffer_text = True
parser.CharacterDataHandler = pieces.append
parser.Parse(b'<a>1<b/>2<c></c><!--x-->3<![CDATA[4]]>&#10;5</a>', True)
print(pieces)
pieces.clear()
parser = expat.ParserCreate()
parser.buffer_text = True
parser.CharacterDataHandler = pieces.append
parser.StartElementHandler = lambda *args: pieces.append(args)
parser.CommentHandler = pieces.append
parser.Parse(b'<a>1<b/>2<c></c><!--x-->3</a>', True)
print(pieces)

print('pieces of tokens')
for deferred in True, False:
    started = []
    parser = expat.ParserCreate()
    parser.SetReparseDeferralEnabled(deferred)
    child = parser.ExternalEntityParserCreate(None)
    print(child.GetReparseDeferralEnabled())
    parser.StartElementHandler = lambda name, _: started.append(name)
    for piece in b'<doc', b'/', b'>', b'<!-- a long comment -->', b'<!--', b'-->', b'':
        parser.Parse(piece, False)
        print(started, end=' ')
    parser.Parse(b'', True)
    print(started)

print('handlers that parse')
parser = expat.ParserCreate()
parser.StartElementHandler = lambda *args: parser.Parse(b'<b/>')
outcome(parser.Parse, b'<a>', True)
parser = expat.ParserCreate()
parser.StartElementHandler = lambda *args: parser.ParseFile(None)
outcome(parser.Parse, b'<a>', True)

print('documents that do not stand alone')
for declaration in b'', b'<?xml version="1.0" standalone="yes"?>':
    for answer in 0, 1:
        told = []
        parser = expat.ParserCreate()
        parser.NotStandaloneHandler = lambda: told.append('not alone') or answer
        parser.StartDoctypeDeclHandler = lambda *args: told.append(args)
        try:
            parser.Parse(declaration + b'<!DOCTYPE a SYSTEM "x"><a/>', True)
        except expat.ExpatError as e:
            told.append(e.code)
        print(told)

print('growth')
child = expat.ParserCreate().ExternalEntityParserCreate(None)
parser = expat.ParserCreate()
for p in parser, child:
    for value in 3, 2**64, -1, 1.5:
        outcome(p.SetBillionLaughsAttackProtectionActivationThreshold, value)
    for value in .5, None, float('nan'), float('inf'):
        outcome(p.SetBillionLaughsAttackProtectionMaximumAmplification, value)
laughs = b'<!DOCTYPE a [<!ENTITY x "..........">%s]><a>&e3;</a>' % b''.join(
    b'<!ENTITY e%d "%s">' % (i, (b'&e%d;' % (i - 1) if i else b'&x;') * 10) for i in range(4))
for threshold, factor in (0, 1.0), (0, 1e6), (10**6, 1.0):
    parser = expat.ParserCreate()
    parser.SetBillionLaughsAttackProtectionActivationThreshold(threshold)
    parser.SetBillionLaughsAttackProtectionMaximumAmplification(factor)
    try:
        print(parser.Parse(laughs, True))
    except expat.ExpatError as e:
        print(expat.ErrorString(e.code))


# The end of an empty element is told where the tag ends.
def where(*args):
    print(args, parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber)


for separator in (None, "!"):
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = where
    parser.EndNamespaceDeclHandler = parser.StartNamespaceDeclHandler = where
    parser.Parse('<a>\n <b>\n  <c/>é<d\n x="1" />\n </b>\n<e xmlns:f="u"/></a>', True)

# Without a mark, zeros show that characters take two bytes.
for text in (b"\0\r\n", b"\0<\0a\0/\0>", b"a\0", b"\0a"):
    try:
        print(expat.ParserCreate().Parse(text, True))
    except expat.ExpatError as exc:
        print(text, exc)


# A document type that stands elsewhere is asked for once, whether the document has one or not.
def external(context, base, system, public):
    print("external", context, base, system, public, end=" ")
    child = parser.ExternalEntityParserCreate(context)
    child.Parse("<!ENTITY known 'text'><!ELEMENT a ANY>", True)
    return 1


for document in ("<?xml version='1.0'?><a>&known;</a>", "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 's'><a><b/></a>", "<a>&unknown;</a>"):
    for parsing in (expat.XML_PARAM_ENTITY_PARSING_NEVER, expat.XML_PARAM_ENTITY_PARSING_ALWAYS):
        parser = expat.ParserCreate()
        parser.UseForeignDTD()
        parser.SetParamEntityParsing(parsing)
        parser.ExternalEntityRefHandler = external
        parser.StartElementHandler = lambda name, attributes: print("start", name, end=" ")
        parser.CharacterDataHandler = lambda data: print("data", data, end=" ")
        parser.SkippedEntityHandler = lambda name, parameter: print("skipped", name, end=" ")
        try:
            print(parser.Parse(document, True))
        except expat.ExpatError as exc:
            print(exc)
for text in ("<a>x</a>".encode("utf-16") + b"\n", "<a>x".encode("utf-16") + b"\n", "<a>".encode("utf-16-le") + b"\0\xdcb\0", "<a>é\U00010400</a>".encode("utf-16-be")):
    try:
        print(expat.ParserCreate().Parse(text, True))
    except expat.ExpatError as exc:
        print(text, str(exc).partition(":")[0])

# A carriage return ends a line by itself too.
for parts in (["<a>\rb\r\nc\r", "\nd\r", "e</a>"], ["<a\r\nb='1'\rc='2'>\r\r\n</a>"], ["\r<a/>\r"], ["<!--\r-->\r", "\n<a/>"]):
    parser = expat.ParserCreate()
    parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = parser.CommentHandler = where
    for part in parts:
        parser.Parse(part)
    parser.Parse("", True)

# What stands outside of the root element and is no markup.
for text in (
    "foo<bar>", "123<456>", "\n foo<a>", "a<", "a", "a b", "é<a>", "&amp;", "]]>", "{'a': 1}", "'a' b", "'a'b", "'a", "%", "%a;", "%a b", "%;", "#a ",
    "#", "#1", "#a", "#a;", "(a)", "(a)b", ")*", ")x", "a+", "a+b", "1+", "a:b", ":a", "-", ".", "!", "=", "@", "a=", "a,b", "a|b", "a[b", "a>b", "x/y", "\x7f",
):
    for whole in (text, "<a/>" + text, "<!-- c -->" + text):
        for pieces in ([whole], list(whole)):
            parser = expat.ParserCreate()
            try:
                for piece in pieces:
                    parser.Parse(piece)
                print(ascii(whole), parser.Parse("", True))
            except expat.ExpatError as exc:
                print(ascii(whole), exc, exc.offset)
