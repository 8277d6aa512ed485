"""The city page: reach, gaps, plan, money, services at risk; every number opens to its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.citizens.cards import card_risk
from bina.gaps.cards import card_city_gaps
from bina.people.cards import card_city_hours
from bina.plan.cards import card_city_money, card_city_plan
from bina.web.remembered import remembered_cards

CARDS = (card_city_hours, card_city_plan, card_city_money, card_city_gaps, card_risk)


@requires("city.view")
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """For the mayor and the HR agency; nobody is named, small groups are hidden."""
    access = access_of(request)
    html = remembered_cards(request, access, CARDS, of="city")
    return render(request, "web/city.html", {"html": html})
