import _locale, locale, statistics, _statistics
for e in ("_locale.setlocale(0)", "_locale.setlocale(0,'xx')", "_locale.setlocale('a')", "_locale.setlocale(99)", "_locale.setlocale(0,5)", "_locale.localeconv()", "_locale.nl_langinfo(14)",
          "_locale.nl_langinfo(5)", "_locale.nl_langinfo('a')", "_locale.nl_langinfo(_locale.ERA)", "_locale.nl_langinfo(_locale.DAY_1)", "_locale.nl_langinfo(_locale.D_T_FMT)", "_locale.strcoll('a','b')",
          "_locale.strcoll('b','a') > 0", "_locale.strcoll('\\u00e9','\\u00e9')", "_locale.strxfrm('abc\\u20ac')", "_locale.strxfrm('a\\0b')", "_locale.strcoll('a\\0','a')", "_locale.gettext('x')", "_locale.textdomain(None)",
          "_locale.textdomain('x')", "_locale.bindtextdomain('','x')", "_locale.bindtextdomain('x','/tmp')", "_locale.bind_textdomain_codeset('x',None)", "_locale.bind_textdomain_codeset('x','utf-8')",
          "_locale.dgettext('x','y')", "_locale.dgettext(None,'y')", "_locale.dcgettext('x','y',5)", "_locale.Error.__mro__", "_locale.setlocale(0,'a\\0')", "_locale.strcoll(1,2)", "_locale.textdomain(5)",
          "locale.setlocale(locale.LC_ALL, 'C')", "locale.setlocale(locale.LC_ALL)", "locale.setlocale(locale.LC_NUMERIC, ('en_XX', 'latin'))", "locale.getlocale(locale.LC_CTYPE)", "locale.format_string('%d', 1234567, grouping=True)",
          "locale.currency(1)", "locale.atof('1.5')", "locale.str(1.5)", "locale.strxfrm('a')", "locale.CHAR_MAX", "locale.LC_ALL, locale.LC_TIME, locale.LC_MESSAGES",
          "_statistics._normal_dist_inv_cdf(0, 0, 1)", "_statistics._normal_dist_inv_cdf(1, 0, 1)", "_statistics._normal_dist_inv_cdf(float('nan'), 0, 1)", "_statistics._normal_dist_inv_cdf('x', 0, 1)",
          "_statistics._normal_dist_inv_cdf(.5, 1)", "[statistics.NormalDist(3, 2).inv_cdf(p) for p in (1e-300, 1e-20, 0.001, 0.05, 0.3, 0.5, 0.6, 0.975, 1 - 1e-15)]", "statistics.NormalDist(1, 0.5).quantiles(5)"):
    try: print(e, repr(eval(e)))
    except Exception as x: print(e, type(x).__name__, x)
