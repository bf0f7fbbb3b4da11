# Corners of modules that are written in Python.
import bz2
import configparser
import email
import email.message
import email.policy
import hmac
import http.cookiejar
import http.server
import io
import ipaddress
import logging
import logging.handlers
import mailbox
import netrc
import os
import subprocess
import tempfile
import time
import xml.dom.minidom
import zipfile
import zipimport

print("configparser")
for text in "foo bar=baz", "foo = bar=baz", "foo\t \t=\t \tbar=baz":
    parser = configparser.ConfigParser(delimiters=(" ", "="))
    parser.read_string("[all]\n" + text)
    print(parser.items("all"))

print("zipfile")
for compression in zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr("big", b"\0" * 4_000_000)
    with zipfile.ZipFile(buffer) as archive, archive.open("big") as member:
        print(len(member._read1(100)), len(member.read()))
try:
    archive.mkdir("late")
except ValueError:
    print("closed")
with zipfile.ZipFile(io.BytesIO(), "w") as archive:
    with archive.open("member", "w"):
        try:
            archive.mkdir("meanwhile")
        except ValueError:
            print("in use")
    print(zipfile.Path(archive), zipfile.Path(archive) / "a" / "b")

print("cookies")
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "cookies.txt")
    with open(name, "w") as file:
        file.write("# netscape http cookie file\nwww.foo.com\tFALSE\t/\tFALSE\t0\tsession\tbar\n")
    jar = http.cookiejar.MozillaCookieJar()
    jar.load(name, ignore_discard=True)
    print([(cookie.name, cookie.expires, cookie.discard) for cookie in jar])

print("http.server")


class Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, request):
        self.rfile, self.wfile = io.BytesIO(request), io.BytesIO()
        self.client_address = ("", 0)
        self.handle_one_request()

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.wfile.write(b"body of " + self.path.encode())


for request in b"GET / FUBAR\r\n\r\n", b"GET / HTTP/2.0\r\n\r\n", b"POST /\r\n", b"GET /old\r\n":
    print(Handler(request).wfile.getvalue().splitlines()[0])

print("logging")


class Once(logging.Handler):
    def emit(self, record):
        print("once", record.getMessage())
        logger.removeHandler(self)


class Always(logging.Handler):
    def emit(self, record):
        print("always", record.getMessage())


logger = logging.Logger("corners")
logger.addHandler(Once())
logger.addHandler(Always())
logger.error("first")
logger.error("second")
with tempfile.TemporaryDirectory() as folder:
    logging.raiseExceptions = False
    handler = logging.FileHandler(os.path.join(folder, "missing", "a.log"), delay=True)
    handler.handle(logging.makeLogRecord({"msg": "goes nowhere"}))
    logging.raiseExceptions = True
    now = time.time()
    handler = logging.handlers.TimedRotatingFileHandler(os.path.join(folder, "b.log"), when="S", delay=True)
    handler.rolloverAt = int(now) - 10
    with open(handler.baseFilename + time.strftime(".%Y-%m-%d_%H-%M-%S", time.localtime(int(now) - 11)), "w"):
        pass
    handler.doRollover()
    print(handler.rolloverAt > now)
    handler.close()

print("email")
message = email.message.EmailMessage()
message.set_content("\u65e5\u672c\u8a9e\n", charset="shift_jis")
print(message["Content-Type"], message.get_content())
nested = email.message_from_string(
    "Content-Type: multipart/related; boundary=A\n\n--A\nContent-Type: multipart/related\n\nraw\n--A--\n",
    policy=email.policy.default)
print(nested.get_body(("plain", "html")))
message = email.message.EmailMessage(policy=email.policy.default.clone(max_line_length=40))
message["To"] = "=?utf-8?Q?a=2C=20123456789012345678901234567890123456?= <abc@example.com>"
print(message)

print("mailbox")
with tempfile.TemporaryDirectory() as folder:
    box = mailbox.Babyl(os.path.join(folder, "box"))
    shown = mailbox.BabylMessage("From: foo\n\nbody\n")
    plain = mailbox.BabylMessage("From: foo\n\nbody\n")
    shown.update_visible()
    for key in box.add(shown), box.add(plain):
        print(box[key].get_visible().items(), repr(box[key].get_payload()), box.get_bytes(key))
    box.close()

print("others")
print(ipaddress.IPv6Address("fe80::1%1").exploded, ipaddress.IPv6Interface("fe80::1%1/64").exploded)
print("\N{CHEROKEE LETTER A}\N{CHEROKEE LETTER A}".encode("idna"), "\N{CYRILLIC LETTER PALOCHKA}.example".encode("idna"))
for returncode in 2, None, "2", -9:
    print(subprocess.CalledProcessError(returncode, "command"))
document = xml.dom.minidom.parseString(
    "<!DOCTYPE a [<!ELEMENT a (b)*><!ELEMENT b (#PCDATA)>]><a> <b>x</b>\xa0</a>")
print([child.isWhitespaceInElementContent for child in document.documentElement.childNodes[::2]])
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "netrc")
    for text in '"" invalid', 'machine a "" invalid', 'machine a login ""':
        with open(name, "w") as file:
            file.write(text)
        try:
            print(netrc.netrc(name).hosts)
        except netrc.NetrcParseError as exc:
            print(exc.msg)


class NoBlockSize:
    digest_size = 2

    def __init__(self, data=b""):
        self.data = data

    def update(self, data):
        self.data += data

    def digest(self):
        return self.data[-2:]


import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    hmac.digest(b"key", b"message", NoBlockSize)
print([warning.category.__name__ for warning in caught])
