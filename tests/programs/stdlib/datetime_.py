from datetime import *
d = date(2024, 2, 29); t = time(13, 5, 9, 123456); dt = datetime(2024, 2, 29, 13, 5, 9, 123456)
print(d, t, dt, repr(d), repr(t), repr(dt), dt.isoformat("T", "minutes"), dt.date(), dt.time(), d.weekday(), d.isoweekday(), d.isocalendar(), d.timetuple()[:8], d.toordinal(), date.fromordinal(1), date.min, date.max, datetime.resolution)
td = timedelta(days=1, hours=2, minutes=3, seconds=4, milliseconds=5, microseconds=6, weeks=1)
print(td, repr(td), td.days, td.seconds, td.microseconds, td.total_seconds(), -td, abs(-td), td * 2, td / 2, td // timedelta(hours=1), td % timedelta(hours=1), divmod(td, timedelta(days=1)), timedelta(-1), timedelta(seconds=-1), timedelta(0.5), td > timedelta(1), bool(timedelta()), timedelta.max, timedelta(hours=25) + timedelta(minutes=-1), td * 1.5, hash(timedelta(1)) == hash(timedelta(hours=24)))
print(d + timedelta(1), dt - timedelta(hours=14), dt - datetime(2024, 1, 1), d - date(2023, 1, 1), d < date(2025, 1, 1), dt.replace(year=2023, day=1), d.replace(month=3), dt == datetime(2024, 2, 29, 13, 5, 9, 123456), max(d, date(2020, 1, 1)))
for f in ("%Y-%m-%d %H:%M:%S.%f", "%a %A %b %B %d %j %U %W %w %y %C %e|%I %p", "%x %X %c", "%%|%Z|%z|", "%G-W%V-%u", "%D %F %T %R %h %n%t|"):
    print(f, dt.strftime(f))
print(f"{dt:%H:%M}", f"{d:%d/%m}", format(t, "%S"), f"{d}", "{:%Y}".format(dt), t.strftime("%H"))
tz = timezone(timedelta(hours=5, minutes=30)); u = datetime(2024, 1, 1, 12, tzinfo=timezone.utc); i = u.astimezone(tz)
print(u, i, repr(tz), tz, timezone.utc, timezone(timedelta(hours=-3), "BRT"), i.utcoffset(), i.tzname(), u == i, i - u, i.isoformat(), i.strftime("%z %Z %:z"), u.timestamp(), datetime.fromtimestamp(0, timezone.utc), datetime.fromtimestamp(1.5, tz), i.utctimetuple()[:5], hash(u) == hash(i), time(1, 2, tzinfo=tz), UTC is timezone.utc)
for s in ("2024-02-29", "20240229", "2024-W09-4", "2024-02-29T13:05", "2024-02-29 13:05:09.123", "2024-02-29T13:05:09+05:30", "2024-02-29T130509Z", "2024-02-29T24:00"):
    print(s, repr(datetime.fromisoformat(s)))
print(date.fromisoformat("2024-12-31"), time.fromisoformat("04:05:06.5"), time.fromisoformat("T0405"), date.fromisocalendar(2020, 53, 7), datetime.strptime("31 Dec 1999 23:59", "%d %b %Y %H:%M"), datetime.strptime("2024-060 5PM +0130", "%Y-%j %I%p %z"), datetime.combine(d, t), datetime.strptime("12/31/99", "%m/%d/%y"), date.strptime("2020", "%Y"))
for f in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(2020, 13, 1), lambda: time(24), lambda: datetime(2020, 1, 1, 25), lambda: timedelta(days=10**10), lambda: d + 1, lambda: d - dt, lambda: dt < d, lambda: u - datetime(2020, 1, 1), lambda: u < datetime(2020, 1, 1), lambda: date.fromisoformat("x"), lambda: datetime.fromisoformat("2024-13-01"), lambda: datetime.strptime("x", "%Y"), lambda: datetime.strptime("2020 x", "%Y"), lambda: datetime.strptime("1", "%q"), lambda: date.max + timedelta(1), lambda: timezone(timedelta(days=1)), lambda: timezone(5), lambda: timedelta("x"), lambda: date("2020"), lambda: date(2020, 1), lambda: datetime.fromtimestamp(1e20, UTC), lambda: td / 0, lambda: time(1) < time(1, tzinfo=UTC), lambda: time(fold=2), lambda: date(2020, 1, 1.5), lambda: datetime(2020, 1, 1, tzinfo=5), lambda: u == datetime(2020, 1, 1)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class TZ(tzinfo):
    def utcoffset(self, dt): return timedelta(hours=2)
    def dst(self, dt): return timedelta(hours=1)
    def tzname(self, dt): return "TZ"
x = datetime(2020, 6, 1, 12, tzinfo=TZ()); print(x, x.dst(), x.astimezone(UTC), x.timetuple().tm_isdst, UTC.fromutc(u))
import pickle, copy; print(pickle.loads(pickle.dumps(dt)) == dt, copy.copy(td) == td, pickle.loads(pickle.dumps(i)) == i)
import calendar; print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.month(2024, 2), calendar.timegm((1970, 1, 2, 0, 0, 0)), calendar.day_name[0], calendar.weekday(2024, 1, 1))
