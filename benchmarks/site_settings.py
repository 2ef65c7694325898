"""The site's settings with one more address: a bare page, behind the same middleware and the same sign-in."""

from legation.web.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.site_bare"
