"""Flask extensions, made once and bound to the app by `create_app`."""

from flask_appbuilder import AppBuilder, Model
from flask_appbuilder.models.sqla.base import SQLA
from flask_mail import Mail
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

db = SQLA(metadata=Model.metadata)
appbuilder = AppBuilder()
mail = Mail()
migrate = Migrate()
csrf = CSRFProtect()
