"""The addresses of the product and, for measuring only, its pages several times more, under addresses of their own.

`TONGXIN_DUMMIES=4` adds four copies of every page: `tools/tests_page.py` sees by them how the tests grow with addresses.
"""

import os

from django.urls import include, path

from tongxin.config.urls import urlpatterns as real

COPIES = int(os.environ.get("TONGXIN_DUMMIES", "0"))

urlpatterns = [
    *(
        path(f"dummy{number}/", include("tongxin.web.urls", namespace=f"dummy{number}"))
        for number in range(COPIES)
    ),
    *real,
]
