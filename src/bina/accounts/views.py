"""Log-in, log-out, activation, password and language."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts import services, throttle
from bina.accounts.access import access_of, requires
from bina.accounts.forms import ActivationForm, ChangePasswordForm, LoginForm
from bina.accounts.models import User
from bina.accounts.permissions import PUBLIC
from bina.text import BinaError

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Login(LoginView):
    """NIP and password; locked for a quarter of an hour after seven wrong ones."""

    form_class = LoginForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try, unless this address tried too many names already."""
        try:
            throttle.refuse_if_locked(request, throttle.SIGN_IN)
        except throttle.TooManyTries as problem:
            form = LoginForm(request)
            context = self.get_context_data(form=form, refusal=_(problem.text))
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count what was a guess, not what was left empty."""
        if form.cleaned_data.get("username") and form.cleaned_data.get("password"):
            throttle.failed(self.request, throttle.SIGN_IN)
        return super().form_invalid(form)


sign_in = requires(PUBLIC)(Login.as_view())


@requires(PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and make the browser forget pages and offline copies."""
    logout(request)
    response = redirect("accounts:signed_out")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@requires(PUBLIC)
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the person is forgotten on this phone."""
    return render(request, "accounts/signed_out.html")


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """Code from the sheet and a password of one's own; then signed in at once."""
    form = ActivationForm(request.POST or None, initial={"code": request.GET.get("kode", "")})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            throttle.refuse_if_locked(request, throttle.CODE)
            user = services.activate(form.cleaned_data["code"], form.cleaned_data["password"])
        except throttle.TooManyTries as problem:
            form.add_error(None, _(problem.text))
            status = 429
        except BinaError as problem:
            throttle.failed(request, throttle.CODE)
            form.add_error("code", _(problem.text))
        except ValidationError as problem:
            form.add_error("password", problem)
        else:
            login(request, user, backend=BACKEND)
            messages.success(request, _("Selamat datang. Akun Anda aktif."))
            return redirect("web:home")
    return render(request, "accounts/activate.html", {"form": form}, status=status)


@requires("self.view")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password."""
    form, status = ChangePasswordForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        data = form.cleaned_data
        try:
            throttle.refuse_if_locked(request, throttle.PRESENT)
            services.change_password(user, data["present"], data["password"])
        except throttle.TooManyTries as problem:
            form.add_error(None, _(problem.text))
            status = 429
        except services.PresentPasswordWrong as problem:
            throttle.failed(request, throttle.PRESENT)
            form.add_error("present", _(problem.text))
        except ValidationError as problem:
            form.add_error("password", problem)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Kata sandi diganti."))
            return redirect("web:home")
    return render(request, "accounts/password.html", {"form": form}, status=status)


@requires(PUBLIC)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Indonesian and English, for this browser and, signed in, for the account."""
    chosen = request.POST.get("bahasa", "id")
    if chosen not in dict(settings.LANGUAGES):
        chosen = "id"
    back = request.POST.get("kembali", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)  # never a view's name, which redirect() would look up
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=31_536_000,
        samesite="Lax",
        httponly=True,
        secure=settings.HTTPS,
    )
    if isinstance(request.user, User) and access_of(request):
        services.choose_language(request.user, chosen)
    return response
