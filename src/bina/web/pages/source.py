"""The source page: what the program owes, and where it answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from bina.accounts.access import Access, access_of, requires
from bina.accounts.permissions import PUBLIC
from bina.web.statements import rows


@requires("self.view")
@require_GET
def source(request: HttpRequest) -> HttpResponse:
    """Every statement with role, page and test; what is not built says so."""
    english = get_language() == "en"
    access = access_of(request)
    shown = [
        {
            "row": row.row,
            "title": row.title_en if english else row.title,
            "statements": [
                {
                    "text": one.text,
                    "does": one.does_en if english else one.does,
                    "role": one.role,
                    "url": _open_url(one.page, access),
                    "built": bool(_url(one.page)),
                    "test": one.test,
                }
                for one in row.statements
            ],
        }
        for row in rows()
    ]
    statements = [one for row in rows() for one in row.statements]
    built = sum(bool(_url(one.page)) for one in statements)
    context = {"rows": shown, "built": built, "all": len(statements)}
    return render(request, "web/source.html", context)


def _open_url(page: str, access: Access) -> str:
    """The page's address when the reader may open it; a link never leads to a refusal."""
    url = _url(page)
    permission = getattr(resolve(url).func, "permission", PUBLIC) if url else PUBLIC
    return url if permission == PUBLIC or access.may(permission) else ""


def _url(page: str) -> str:
    """The page's address; empty when it is not there (yet)."""
    try:
        return reverse(page) if page else ""
    except NoReverseMatch:
        return ""
