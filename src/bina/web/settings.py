"""The one settings file. What differs between installations is read from the environment."""

from csp.constants import NONE, SELF

from bina.web import environment as env

DATA_DIR = env.data_folder()
SECRET_KEY = env.secret_key(DATA_DIR)
DEBUG = env.flag("BINA_DEBUG")
ALLOWED_HOSTS = env.words("BINA_HOSTS")
AGENCY = env.text("BINA_AGENCY")
DEMO = env.flag("BINA_DEMO")
FIXED_DAY = env.text("BINA_DAY")

STAGES = [
    "bina.people",
    "bina.goals",
    "bina.standards",
    "bina.citizens",
    "bina.assessment",
    "bina.indices",
    "bina.gaps",
    "bina.proposals",
    "bina.catalog",
    "bina.money",
    "bina.plan",
    "bina.letters",
    "bina.learning",
    "bina.siasn",
    "bina.reports",
    "bina.handover",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "bina.audit",
    "bina.accounts",
    "bina.files",
    "bina.calendar",
    "bina.jobs",
    "bina.inbox",
    "bina.imports",
    "bina.api",
    *STAGES,
    "bina.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bina.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bina.web.middleware.SaneRequestMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "bina.accounts.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "bina.web.urls"
WSGI_APPLICATION = "bina.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bina.web.context.frame",
            ],
            "builtins": ["bina.web.templatetags.bina"],
        },
    }
]
DATABASES = {"default": env.database(env.text("BINA_DATABASE"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# access
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "web:home"
ACCESS_RESOLVER = "bina.people.selectors.access_of"
BEHIND_PROXY = env.flag("BINA_PROXY")
AXES_FAILURE_LIMIT = "bina.accounts.throttle.limit_of"
AXES_CLIENT_IP_CALLABLE = "bina.accounts.throttle.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "again", "present"]
AXES_SENSITIVE_PARAMETERS += ["code", "kode"]
AXES_COOLOFF_TIME = 0.25  # hours: a forgetful person waits a quarter of an hour, not a day
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True

# cookies and headers
HTTPS = env.flag("BINA_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 12
# the prefix makes a browser refuse the cookie from a neighbouring host or without HTTPS
SESSION_COOKIE_NAME = "__Host-bina" if HTTPS else "bina"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token themselves
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# language, time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jayapura"

# files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_HANDLERS = [
    "bina.web.uploads.DropTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# e-mail: off unless BINA_SMTP names a server; only background work sends
MAIL = env.mail_server(env.text("BINA_SMTP"))
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = MAIL.host, MAIL.port, MAIL.tls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("BINA_MAIL_FROM") or f"bina@{next(iter(ALLOWED_HOSTS), 'localhost')}"

# SIASN's web service: off unless all three are set; only jobs ask it
SIASN = {name: env.text(name) for name in ("BINA_SIASN", "BINA_SIASN_WSO2", "BINA_SIASN_SSO")}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"bina": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS and redirects follow BINA_HTTPS: an office network may have no
    "security.W008",  # certificate, and `bina serve --cert` sets it where there is one
    "security.W012",
    "security.W016",
    "security.W021",
]
