"""The best bundle of one person at given prices: its relaxation, a knapsack over hours.

    max  mult * closure(bundle) + hours * min(JP, jp_needed) - sum of the seats' prices

over bundles with one session per programme, no shared half-day, prerequisites earlier, JP <= cap,
caps per form, and (for construction) what is left of money and coach time.

At a node of the search some entries (programmes) are in the bundle, some sessions are shut. The
relaxation forgets shared half-days, prerequisites and money. What is left is a multiple-choice
knapsack over hours, solved exactly for every number of hours up to the cap: per need one of its
sets (`subsets`), per open form an inner knapsack for its own cap, and the cheapest sessions to fill
hours. Effects outside the homes count in full - by submodularity never too little. Its value bounds
every bundle below the node.
"""

from numba import njit

from bina.engines.allocation.beside import gains_beside, gains_of_sets
from bina.engines.allocation.desk import IN, NEVER, Desk
from bina.engines.allocation.guests import choose_set, is_host, price_guests
from bina.engines.allocation.model import Floats, Ints
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.tables import Table
from bina.engines.allocation.ties import price_ties

PLAIN, SETS, FORM = 0, 1, 2


@njit(cache=True, nogil=True)
def _add_row(
    value: Floats, row: int, reach: int, most: int, options: Table, low: int, high: int, must: bool
) -> int:
    """Row + 1 of `value`: best of the row (unless must) and the options low..high; the reach."""
    top = reach
    for a in range(low, high):
        top = max(top, min(most, reach + options[a].steps))
    for h in range(top + 1):
        value[row + 1, h] = value[row, h] if h <= reach and not must else NEVER
    for a in range(low, high):
        k, w = options[a].steps, options[a].worth
        for h in range(k, min(top, reach + k) + 1):
            value[row + 1, h] = max(value[row + 1, h], value[row, h - k] + w)
    return top


@njit(cache=True, nogil=True)
def _option(options: Table, at: int, steps: int, worth: float, ref: int) -> int:
    """Write an option; returns the next place."""
    options[at].steps, options[at].worth, options[at].ref = steps, worth, ref
    return at + 1


@njit(cache=True, nogil=True)
def _price_classes(P: Problem, D: Desk, i: int) -> None:
    """What the cheapest open session of every class asks at the present node."""
    pair, pairs, classes = P.pair, D.pairs, D.classes
    first, last = P.person[i].pair, P.person[i + 1].pair
    c0 = P.entry[P.person[i].entry].cls
    for c in range(P.entry[P.person[i + 1].entry].cls - c0):
        classes[c].price = 1.0e300
    for p in range(last - first):
        if pairs[p].open == 1:
            c = pair[first + p].cls - c0
            if pairs[p].asked < classes[c].price:
                classes[c].price = pairs[p].asked
                classes[c].pair = p


@njit(cache=True, nogil=True)
def _add_sets(
    low: int, high: int, x0: int, c0: int, e0: int, mult: float, most: int, at: int, sets: Table,
    set_class: Ints, own_gain: Floats, own: bool, fixed: bool, tied: bool, ties: Table, cls: Table,
    classes: Table, entries: Table, hours: Table, options: Table,
) -> int:  # fmt: skip
    """Best set of a need for every number of hours, as options from `at`; returns their end.

    `own`: `own_gain` has the gains; `fixed`: what is in the bundle does not count again.
    """
    top = 0
    for x in range(low, high):
        w, h = mult * (own_gain[x - x0] if own else sets[x].gain), 0
        if tied:
            w -= ties[x - x0].price
        for a in range(sets[x].size):
            c = set_class[x, a]
            if fixed and entries[cls[c].entry - e0].state == IN:
                continue
            w += classes[c - c0].worth
            h += cls[c].step
        if w < -1.0e200 or h > most or h == 0:
            continue
        while top < h:
            top += 1
            hours[top].best = NEVER
        if w > hours[h].best:
            hours[h].best, hours[h].ref = w, x
    for h in range(1, top + 1):
        if hours[h].best > NEVER:
            at = _option(options, at, h, hours[h].best, hours[h].ref)
    return at


@njit(cache=True, nogil=True)
def _add_form(
    it: int, end: int, e0: int, c0: int, row: int, mult: float, hours: float, cap: int, item: Ints,
    entry: Table, cls: Table, classes: Table, entries: Table, value: Floats, rows: Table,
    options: Table,
) -> tuple[int, int, int]:  # fmt: skip
    """Inner knapsack of the open form at item `it`: (next item, end of its rows, reach).

    Classes in the sets of a need do not count into the form's cap here; the search branches on it.
    """
    form = entry[e0 + item[it]].form
    value[row, 0] = 0.0
    reach, at = 0, rows[row].option
    while it < end and entry[e0 + item[it]].form == form:
        e = item[it]
        it += 1
        low, must = at, entries[e].state == IN
        if not must and mult > 0.0 and entry[e0 + e].home >= 0 and entry[e0 + e].fills == 0:
            continue  # it is in the sets of its need
        for c in range(entry[e0 + e].cls, entry[e0 + e + 1].cls):
            w, k = classes[c - c0].worth, cls[c].step
            if w < -1.0e200 or k > cap or (not must and w + hours * cls[c].jp <= 0.0):
                continue
            at = _option(options, at, k, w, c)
        if at == low and not must:
            continue
        rows[row].must, rows[row].reach = 1 if must else 0, reach
        reach = _add_row(value, row, reach, cap, options, low, at, must)
        row += 1
        rows[row].option = at
    return it, row, reach


@njit(cache=True, nogil=True)
def _keep_cheap(n: int, k: int, w: float, c: int, room: int, worth: Floats, cls: Ints) -> int:
    """Keep class c among the `room` best ones of k hour steps, n so far; returns their number."""
    if n == room:
        if w <= worth[k, n - 1]:
            return n
        n -= 1
    at = n
    while at > 0 and worth[k, at - 1] < w:
        worth[k, at], cls[k, at] = worth[k, at - 1], cls[k, at - 1]
        at -= 1
    worth[k, at], cls[k, at] = w, c
    return n + 1


@njit(cache=True, nogil=True)
def _seat(bundle: Table, n: int, c: int, e: int, p: int) -> int:
    """Write one seat of the relaxed bundle; returns the new length."""
    bundle[n].entry, bundle[n].cls, bundle[n].pair = e, c, p
    return n + 1


@njit(cache=True, nogil=True)
def _option_taken(value: Floats, rows: Table, row: int, h: int, options: Table) -> int:
    """The option by which row + 1 reaches its value at h; -1: none was taken."""
    target, reach = value[row + 1, h], rows[row].reach  # beyond its reach a row holds old values
    if rows[row].must == 0 and h <= reach and value[row, h] == target:
        return -1
    for a in range(rows[row].option, rows[row + 1].option):
        k = options[a].steps
        if k <= h <= reach + k and value[row, h - k] + options[a].worth == target:
            return a
    return -1


@njit(cache=True, nogil=True)
def _read_back(P: Problem, D: Desk, i: int, n_rows: int, h: int) -> int:
    """The knapsack's bundle with h steps of hours, into D.bundle; its length."""
    rows, options, value, bundle, classes = D.rows, D.options, D.value, D.bundle, D.classes
    form_value, form_rows, form_options = D.form_value, D.form_rows, D.form_options
    cls, sets, set_class, entries = P.cls, P.sets, P.set_class, D.entries
    e0 = P.person[i].entry
    c0, x0, ties = P.entry[e0].cls, P.group[P.person[i].group].sets, D.ties
    n = 0
    for row in range(n_rows - 1, -1, -1):
        a = _option_taken(value, rows, row, h, options)
        if a < 0:
            continue
        h -= options[a].steps
        ref = options[a].ref
        if rows[row].kind == PLAIN:
            n = _seat(bundle, n, ref, cls[ref].entry - e0, classes[ref - c0].pair)
        elif rows[row].kind == SETS:
            choose_set(D, ref)
            tie = ref - x0 if P.entry[cls[set_class[ref, 0]].entry].home == -2 else -1
            for b in range(sets[ref].size):
                c = set_class[ref, b]
                if entries[cls[c].entry - e0].state == IN:
                    continue
                p = classes[c - c0].pair
                if tie >= 0 and ties[tie].first >= 0:
                    p = ties[tie].one if b == ties[tie].first else p
                    p = ties[tie].two if b == ties[tie].later else p
                n = _seat(bundle, n, c, cls[c].entry - e0, p)
        else:
            left = ref
            for inner in range(rows[row].last - 1, rows[row].first - 1, -1):
                b = _option_taken(form_value, form_rows, inner, left, form_options)
                if b >= 0:
                    left -= form_options[b].steps
                    c = form_options[b].ref
                    n = _seat(bundle, n, c, cls[c].entry - e0, classes[c - c0].pair)
    return n


@njit(cache=True, nogil=True)
def _close_row(
    value: Floats, rows: Table, options: Table, row: int, at: int, kind: int, must: bool,
    reach: int, most: int,
) -> int:  # fmt: skip
    """End the row at option `at` and run it; returns the reach."""
    rows[row].kind, rows[row].must, rows[row].reach = kind, 1 if must else 0, reach
    rows[row + 1].option = at
    return _add_row(value, row, reach, most, options, rows[row].option, at, must)


@njit(cache=True, nogil=True)
def _worths(P: Problem, D: Desk, i: int, mult: float, special: bool) -> None:
    """Bonus and bonus - price of every class at the node, times mult."""
    cls, classes = P.cls, D.classes
    c0, c1 = P.entry[P.person[i].entry].cls, P.entry[P.person[i + 1].entry].cls
    for c in range(c1 - c0):
        classes[c].gain = mult * cls[c0 + c].bonus
    if special:
        gains_beside(P, D, i, mult)
        gains_of_sets(P, D, i)
    elif D.own_sum[0].hosts > 0:
        price_guests(P, D, i, mult)
    for c in range(c1 - c0):
        classes[c].worth = classes[c].gain - classes[c].price


@njit(cache=True, nogil=True)
def relax(  # noqa: PLR0915 - one kernel: the knapsack's rows share its state
    P: Problem, D: Desk, i: int, mult: float, hours: float, special: bool
) -> tuple[float, int]:
    """Value of the node's relaxation without what is pushed already, and its bundle's length.

    `special`: some entries must be in, or a need keeps only a part of its gains (`share_gains`).
    """
    me, after = P.person[i], P.person[i + 1]
    e0, e1, g0, g1 = me.entry, after.entry, me.group, after.group
    step, needed = me.jp_step, me.jp_needed
    most, need_steps = me.jp_cap // step, (needed + step - 1) // step
    item, entry, cls, group, form_cap = P.item, P.entry, P.cls, P.group, P.form_cap
    classes, entries, value, rows, options = D.classes, D.entries, D.value, D.rows, D.options
    per_hours, cheap_worth, cheap_class = D.hours, D.cheap_worth, D.cheap_class
    form_rows, form_value, form_options = D.form_rows, D.form_value, D.form_options
    c0 = entry[e0].cls
    _price_classes(P, D, i)
    _worths(P, D, i, mult, special)
    value[0, 0] = 0.0
    rows[0].option, form_rows[0].option = 0, 0
    reach, row, form_row, at = 0, 0, 0, 0
    if g1 > g0:
        sets, set_class, set_gain, x0 = P.sets, P.set_class, D.set_gain, group[g0].sets
        for g in range(g0, g1):
            if group[g].need >= 0 and mult <= 0.0:
                continue
            low, tied = at, group[g].need < 0
            if tied:
                price_ties(P, D, i, group[g].sets, group[g + 1].sets, x0)
            at = _add_sets(
                group[g].sets, group[g + 1].sets, x0, c0, e0, mult, most, at, sets, set_class,
                set_gain, special or is_host(D, group[g].need), special, tied, D.ties, cls, classes,
                entries, per_hours, options,
            )  # fmt: skip
            if at > low:
                reach = _close_row(value, rows, options, row, at, SETS, False, reach, most)
                row += 1
    for k in range(most + 1):
        per_hours[k].cheap = 0
    it = e0
    while it < e1:
        e = item[it]
        form = entry[e0 + e].form
        if form >= 0:
            rows[row].first = form_row
            it, end, top = _add_form(
                it, e1, e0, c0, form_row, mult, hours, min(most, form_cap[form] // step), item,
                entry, cls, classes, entries, form_value, form_rows, form_options,
            )  # fmt: skip
            if end == form_row:
                continue
            for k in range(1, top + 1):
                if form_value[end, k] > -1.0e250:
                    at = _option(options, at, k, form_value[end, k], k)
            rows[row].last = end
            form_row = end + 1
            form_rows[form_row].option = form_rows[end].option
            must = form_value[end, 0] <= NEVER
            reach = _close_row(value, rows, options, row, at, FORM, must, reach, most)
            row += 1
            continue
        it += 1
        low, must = at, entries[e].state == IN
        home = entry[e0 + e].home
        if not must and (home == -2 or (home >= 0 and mult > 0.0 and entry[e0 + e].fills == 0)):
            continue  # it is in its group's sets
        lone = entry[e0 + e + 1].cls - entry[e0 + e].cls == 1
        for c in range(entry[e0 + e].cls, entry[e0 + e + 1].cls):
            w, k = classes[c - c0].worth, cls[c].step
            if w < -1.0e200 or k > most or (not must and w + hours * cls[c].jp <= 0.0):
                continue
            if lone and w <= 0.0 and not must:
                room = (need_steps + k - 1) // k
                if room > 0:
                    n = per_hours[k].cheap
                    per_hours[k].cheap = _keep_cheap(n, k, w, c, room, cheap_worth, cheap_class)
                continue
            at = _option(options, at, k, w, c)
        if at > low or must:
            reach = _close_row(value, rows, options, row, at, PLAIN, must, reach, most)
            row += 1
    for k in range(1, most + 1):
        for a in range(per_hours[k].cheap):
            at = _option(options, at, k, cheap_worth[k, a], cheap_class[k, a])
            reach = _close_row(value, rows, options, row, at, PLAIN, False, reach, most)
            row += 1
    best, h_best = NEVER, 0
    for h in range(reach + 1):
        x = value[row, h] + hours * min(h * step, needed)
        if x > best:
            best, h_best = x, h
    if best < -1.0e250:
        return NEVER, 0
    return best, _read_back(P, D, i, row, h_best)
