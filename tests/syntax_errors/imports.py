import shelf as shelf.top
#---
import shelf.top as (a, b)
#---
from shelf import book as "name"
#---
from shelf import (book as read())
#---
from shelf import book as pages[1]
#---
import book from shelf
#---
import a.b, c from d.e
#---
from shelf import book,
#---
import
#---
from shelf import
#---
imprt shelf
#---
from shelf import *, book
