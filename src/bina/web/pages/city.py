"""The city page: reach, gaps, plan, money, services at risk; every number opens to its rows."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bina.accounts.access import Access, access_of, requires
from bina.calendar.today import today
from bina.citizens.cards import card_risk
from bina.gaps.cards import card_city_gaps
from bina.gaps.selectors.runs import current_run
from bina.people.cards import card_city_hours, reach_of_city
from bina.plan.cards import card_city_money, card_city_plan, plan_to_show
from bina.web.pages.districts import card_districts
from bina.web.remembered import Card, remembered_cards


@requires("city.view")
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """For the mayor and the HR agency; nobody is named, small groups are hidden."""
    access = access_of(request)
    html = remembered_cards(request, access, _cards(), of="city")
    return render(request, "web/city.html", {"html": html})


def _cards() -> list[Card]:
    """What several cards show is asked for once, and only when a card is made anew."""
    reaches, plan = cache(lambda: reach_of_city(today())), cache(plan_to_show)
    run = cache(current_run)

    def districts(access: Access) -> dict[str, Any]:
        return card_districts(access, reaches(), plan(), run())

    def hours(access: Access) -> dict[str, Any]:
        return card_city_hours(access, reaches())

    def in_force(access: Access) -> dict[str, Any]:
        return card_city_plan(access, plan())

    def money(access: Access) -> dict[str, Any]:
        return card_city_money(access, plan())

    def gaps(access: Access) -> dict[str, Any]:
        return card_city_gaps(access, run())

    return [districts, hours, in_force, money, gaps, card_risk]
