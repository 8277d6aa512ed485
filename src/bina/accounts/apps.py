"""Log-ins are written by our own audited service, not by the framework's signal."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts foundation."""

    name = "bina.accounts"

    def ready(self) -> None:
        """Replace the framework's unaudited write of last_login."""
        # imported here: models are ready only now
        from django.contrib.auth import user_logged_in
        from django.contrib.auth.models import update_last_login

        from bina.accounts.services import record_login

        user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")

        def logged_in(sender: object, user: object, **_: object) -> None:
            record_login(user)  # type: ignore[arg-type]  # the only user model is ours

        user_logged_in.connect(logged_in, weak=False, dispatch_uid="audited-login")
