import xml.etree.ElementTree as ET
from html.parser import HTMLParser
r = ET.fromstring('<root a="1"><!-- c --><x k="v">text<y/>tail</x><x>two &amp; &lt;3&#65;</x><n:z xmlns:n="urn:n" n:q="r"/></root>')
print(r.tag, r.attrib, [e.tag for e in r.iter()], r.find("x").text, r.find("x/y").tail, [x.text for x in r.findall("x")], r.findtext("x"), r.find("{urn:n}z").attrib, len(r), r.get("zz", "d"), r.find("nope"), [e.get("k") for e in r.findall("x[@k]")], r.findall(".//y")[0].tag, r[0].keys())
r.append(ET.Element("new", {"z": "ü"})); s = ET.SubElement(r, "s"); s.text = "<&>"; r.remove(r[1]); print(ET.tostring(r), ET.tostring(r, encoding="unicode")); ET.indent(r); print(ET.tostring(r, "unicode"), ET.tostring(ET.XML("<a><b/></a>"), short_empty_elements=False))
for bad in ("<a>", "<a></b>", "", "<a b=c/>", "x", "<a/><b/>", "<a>&nope;</a>", "<a b='1' b='2'/>", "<?xml version='1.0'?><a", "<a>\x01</a>", "<1/>"):
    try: ET.fromstring(bad); print("ok")
    except ET.ParseError as exc: print(exc, exc.position)
class P(HTMLParser):
    def handle_starttag(self, t, a): print("start", t, a)
    def handle_endtag(self, t): print("end", t)
    def handle_data(self, d): print("data", repr(d))
    def handle_comment(self, d): print("comment", d)
    def handle_decl(self, d): print("decl", d)
    def handle_startendtag(self, t, a): print("startend", t, a)
p = P(); p.feed("<!DOCTYPE html><p class='a b' id=x checked>Hi &amp; &#x41;<br/><!-- c --></P><script>if (a<b) {}</script><a href=\"?a=1&b=2\">"); p.close()
import xml.dom.minidom as md, xml.sax; d = md.parseString("<a><b c='1'>t</b></a>"); print(d.documentElement.tagName, d.getElementsByTagName("b")[0].getAttribute("c"), d.toxml(), d.toprettyxml(indent=" "))
class H(xml.sax.ContentHandler):
    def startElement(self, n, a): print("sax", n, dict(a))
    def characters(self, c): print("chars", c)
xml.sax.parseString(b"<a x='1'>t</a>", H()); print(list((e, x.tag) for e, x in ET.iterparse(__import__("io").BytesIO(b"<a><b/></a>"), ["start", "end"])))
import email, email.message, email.policy
m = email.message_from_string("From: a@b.c\nTo: x <x@y.z>\nSubject: =?utf-8?q?h=C3=A9?=\nContent-Type: text/plain; charset=utf-8\n\nbody\n"); print(m["from"], m.get_content_type(), m.get_payload(), m.keys(), email.header.decode_header(m["subject"]), email.utils.parseaddr(m["to"]), email.utils.formataddr(("N", "a@b")))
e = email.message.EmailMessage(); e["Subject"] = "tést"; e["To"] = "a@b.c"; e.set_content("plain é\n"); e.add_alternative("<p>h</p>", subtype="html"); print(e.get_content_type(), [x.get_content_type() for x in e.walk()], e.get_body(("plain",)).get_content(), e["subject"], str(e["To"]), e.is_multipart())
