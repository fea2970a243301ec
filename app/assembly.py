"""Puts the application together: settings, extensions, the three faces."""

import logging

from flask import Flask
from flask_appbuilder import AppBuilder
from werkzeug.middleware.proxy_fix import ProxyFix

from app import models, search, views  # noqa: F401  (the tables register themselves)
from app.catalogues import compile_catalogues
from app.config import ROOT, Settings, load_settings
from app.db import prepare_engine
from app.extensions import csrf, db, mail
from app.security import request as request_security
from app.security import scope
from app.web import install as install_web

LANGUAGES = {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}}


def assemble(settings: Settings | None = None) -> Flask:
    """See `app.create_app`."""
    settings = settings or load_settings()
    compile_catalogues(ROOT / "translations")
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("alembic", "flask_appbuilder"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    app = Flask("app", root_path=str(ROOT / "app"), template_folder="web/templates", static_folder="web/static")
    app.config.from_mapping(_flask_config(settings))
    app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=0) if settings.env == "production" else app.wsgi_app
    _bind_extensions(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.key("secret_key"),
        "DATA_KEY": settings.key("data_key"),
        "SQLALCHEMY_DATABASE_URI": settings.url(),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        "TRUSTED_HOSTS": [host.strip() for host in settings.trusted_hosts.split(",") if host.strip()] or None,
        "MAX_CONTENT_LENGTH": (settings.upload_max_mb + 4) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.site().startswith("https://"),
        "WTF_CSRF_TIME_LIMIT": None,
        "APP_NAME": settings.company_name or "Kesu 客诉",
        "FAB_UPDATE_PERMS": False,
        "FAB_CREATE_DB": False,
        "FAB_BASE_TEMPLATE": "kesu/base.html",
        "FAB_SECURITY_MANAGER_CLASS": "app.security.manager.KesuSecurityManager",
        "FAB_INDEX_VIEW": "app.web.home.HomeView",
        "FAB_API_SWAGGER_UI": False,
        "FAB_ADD_OPENAPI_VIEWS": True,
        "FAB_OPENAPI_SERVERS": [{"url": "/"}],
        "AUTH_ROLE_PUBLIC": "Public",
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "LANGUAGES": LANGUAGES,
        "RATELIMIT_ENABLED": False,
    }


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    csrf.init_app(app)
    mail.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        scope.install(db.session)
        search.install(db.session)
        appbuilder = AppBuilder()
        appbuilder.init_app(app, db.session)  # type: ignore[arg-type]  (a scoped session is one to FAB)
        request_security.install(app)
        install_web(app)
        views.register(appbuilder)
