"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from sroi_portal.database_role import refuse_powerful_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

application = get_wsgi_application()
refuse_powerful_role()
