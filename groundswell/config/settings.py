"""All settings of the site, in reading order: where, who, what is stored, how it is shown."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from groundswell.config import env
from groundswell.config.outside import database_from, kept_secret, mail_from

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", Path.cwd() / "data", "Database, media and keys live here.")


def _secret_key() -> str:
    """The configured key, or one made on the first start and kept beside the database."""
    given = env.text("SECRET_KEY", "", "Signs sessions and links; made and kept when empty.")
    if given:
        return given
    return kept_secret(DATA_DIR / "secret_key")


# Where
DEBUG = env.flag("DEBUG", False, "Developer's error pages. Never on a site that others reach.")
HOST = env.text("HOST", "127.0.0.1", "Address the server listens on.")
PORT = env.number("PORT", 8000, "Port the server listens on.")
SITE_URL = env.text(
    "SITE_URL", f"http://{HOST}:{PORT}", "The address people use, with its scheme."
).rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL must look like https://example.org, not {SITE_URL!r}.")
HTTPS = _site.scheme == "https"
SITE_HOST = _site.hostname
ALLOWED_HOSTS = [
    SITE_HOST,
    "127.0.0.1",
    "localhost",
    *env.words("ALLOWED_HOSTS", "", "Further host names the site answers to."),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.words(
    "TRUSTED_PROXIES", "", "Addresses of reverse proxies whose X-Forwarded headers count."
)
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECRET_KEY = _secret_key()
DEMO = env.flag("DEMO", False, "The demonstration: shows outgoing mail at /demo/mail (loopback).")
SOURCE_URL = env.text(
    "SOURCE_URL", "", "Where the source of the running program is offered, as its licence asks."
)
SERVER_PROCESSES = env.number(
    "SERVER_PROCESSES", 0, "How many serve pages; 0: one per core, two at most."
)
PAGE_THREADS = env.number("PAGE_THREADS", 4, "Pages made at the same time in one process.")
BUS = env.text("BUS", "auto", "How processes tell each other what changed; auto fits the database.")
LIVE_MOST_STREAMS = env.number("LIVE_MOST_STREAMS", 10_000, "Open pages that listen at once.")
LIVE_MOST_STREAMS_PER_ACTOR = env.number(
    "LIVE_MOST_STREAMS_PER_ACTOR", 20, "Open pages of one person that listen at once."
)
LIVE_MOST_STREAMS_PER_ADDRESS = env.number(
    "LIVE_MOST_STREAMS_PER_ADDRESS",
    1_000,
    "Open pages of strangers that listen at once from one address.",
)
RATE_LIMITS = env.flag(
    "RATE_LIMITS", True, "Limits on how often one may act. Off for measuring only."
)
OUTBOUND_ALLOW_LOOPBACK = env.flag(
    "OUTBOUND_ALLOW_LOOPBACK", False, "Lets the site fetch pages from this machine (developers)."
)

# What is installed
INSTALLED_APPS = [
    "groundswell.actors",
    "groundswell.activity",
    "groundswell.people",
    "groundswell.spaces",
    "groundswell.conversations",
    "groundswell.challenges",
    "groundswell.decisions",
    "groundswell.live",
    "groundswell.notifications",
    "groundswell.timelines",
    "groundswell.search",
    "groundswell.exchange",
    "groundswell.streaming",
    "groundswell.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "groundswell.core.middleware.DatabaseDown",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "groundswell.actors.middleware.ViewerMiddleware",
    "groundswell.core.middleware.PaceMiddleware",
    "groundswell.people.middleware.StandingMiddleware",
    "groundswell.activity.middleware.NonceMiddleware",
    "groundswell.web.middleware.HeadersMiddleware",
    "groundswell.web.middleware.RefusalMiddleware",
    "groundswell.web.middleware.LapsedMiddleware",
    "groundswell.web.middleware.PolicyMiddleware",
]
ROOT_URLCONF = "groundswell.config.urls"
WSGI_APPLICATION = "groundswell.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What is stored
DATABASE_URL = env.text(
    "DATABASE_URL", f"sqlite:///{DATA_DIR / 'groundswell.sqlite3'}", "SQLite file or PostgreSQL."
)
DATABASES = {"default": database_from(DATABASE_URL)}
REDIS_URL = env.text("REDIS_URL", "", "Redis or Valkey for several processes; optional.")
# The accounts package counts failed sign-ins here, and remembers which numbers of authenticators
# were used: one store for all processes. Nothing that is asked for often is kept in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "actors_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The server itself refuses larger bodies; what it takes in, a form shows again with the reason.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# How people sign in
AUTH_USER_MODEL = "actors.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["groundswell.actors.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "groundswell.actors.passwords.NotEndless"},
    {"NAME": "groundswell.actors.passwords.NotCommon"},
    {"NAME": "groundswell.actors.passwords.NotPersonal"},
]
ACCOUNT_ADAPTER = "groundswell.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "groundswell.people.forms.AddEmailForm",
    "confirm_email_verification_code": "groundswell.people.forms.ConfirmEmailForm",
    "confirm_login_code": "groundswell.people.forms.ConfirmLoginForm",
    "login": "groundswell.people.forms.LoginForm",
    "request_login_code": "groundswell.people.forms.RequestLoginCodeForm",
    "reset_password": "groundswell.people.forms.ResetPasswordForm",
    "signup": "groundswell.people.forms.SignUpForm",
    "change_password": "groundswell.people.forms.ChangePasswordForm",
    "set_password": "groundswell.people.forms.SetPasswordForm",
    "reset_password_from_key": "groundswell.people.forms.ResetPasswordKeyForm",
    "reauthenticate": "groundswell.people.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = str
# Per minute, hour or day; `key` is the address somebody typed, so nobody can be locked out by IP.
ACCOUNT_RATE_LIMITS = {
    "login": "60/5m/ip",
    "login_failed": "20/5m/ip,5/15m/key",
    "request_login_code": "30/h/ip,5/h/key",
    "reset_password": "20/d/ip,2/h/key,5/d/key",
    "confirm_email": "1/10s/key,8/d/key",
    "signup": "60/h/ip",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "groundswell.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Reading a page must not write to the database.
USERSESSIONS_TRACK_ACTIVITY = False
MFA_FORMS = {
    "authenticate": "groundswell.people.forms.SecondFactorForm",
    "reauthenticate": "groundswell.people.forms.ReauthenticateSecondFactorForm",
    "activate_totp": "groundswell.people.forms.ActivateTOTPForm",
    "add_webauthn": "groundswell.people.forms.AddPasskeyForm",
    "authenticate_webauthn": "groundswell.people.forms.PasskeyForm",
    "login_webauthn": "groundswell.people.forms.LoginByPasskeyForm",
    "reauthenticate_webauthn": "groundswell.people.forms.ReauthenticateByPasskeyForm",
}
ORGANISERS_NEED_SECOND_FACTOR = env.flag(
    "ORGANISERS_NEED_SECOND_FACTOR",
    not DEMO,
    "Stewards of the organisation must protect their account by a passkey or authenticator app.",
)
SESSION_ENGINE = "groundswell.actors.session_store"
SESSION_COOKIE_NAME = "__Host-gs" if HTTPS else "gs"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "groundswell.web.views.stale.stale_form"
CSRF_COOKIE_NAME = "__Host-gs-csrf" if HTTPS else "gs-csrf"

# How pages are made
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": sorted(ROOT.glob("*/templates")),
        "OPTIONS": {
            "environment": "groundswell.core.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "groundswell.web.context.layout",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "groundswell.config.static_bundles.BundledStorage"
    },
}

# Words and times
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC", "The zone shown to people who have not chosen one.")

# Mail
EMAIL_URL = env.text(
    "EMAIL_URL", "", "smtp+tls://user:password@host:587; empty: mail is kept here."
)
DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", f"Groundswell <hello@{SITE_HOST}>", "The sender of every mail."
)
REPLY_DOMAIN = env.text(
    "REPLY_DOMAIN",
    "",
    "Host that receives replies by mail (reply+...@host); empty: none are taken.",
)
INCOMING_SMTP = env.text(
    "INCOMING_SMTP", "", "HOST:PORT on which the worker listens for replies by mail; empty: not."
)
INCOMING_IMAP = env.text(
    "INCOMING_IMAP", "", "imaps://user:password@host/INBOX that is looked through for replies."
)
VAPID_CONTACT = env.text(
    "VAPID_CONTACT",
    "",
    "mailto: or https: address that push services write to; DEFAULT_FROM_EMAIL.",
)


# A mail server that falls silent is given up long before another worker takes the letter over.
EMAIL_TIMEOUT = 30
# A site that was restored from a backup sends nothing, and takes nothing in, until it is told:
# `groundswell restore --go-live`. A copy must never speak for the original.
HELD = (DATA_DIR / "held").exists()
if HELD:
    INCOMING_SMTP = INCOMING_IMAP = ""


def _mail() -> dict[str, Any]:
    if HELD:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA_DIR / "held-mail",
        }
    if not EMAIL_URL:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA_DIR / "mail",
        }
    return mail_from(EMAIL_URL)


globals().update(_mail())

# Headers: every page loads from the site alone, and no page can be framed
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
# The address is unique without regard to case, by a constraint that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
