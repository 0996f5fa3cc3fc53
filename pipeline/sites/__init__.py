"""Sites as data: `config/warraq.toml` and `config/sites/*.toml` become Settings and Site objects."""

from pipeline.sites.adding import check_id, check_site_text, new_site_file, write_site_file
from pipeline.sites.load import load, read_site
from pipeline.sites.locate import locate, shipped_folder, write_starter
from pipeline.sites.model import (
    FeedSource,
    FieldRule,
    IdsSource,
    ListingSource,
    RuleList,
    Rules,
    Site,
    SitemapSource,
    Source,
    UrlsSource,
)
from pipeline.sites.settings import (
    Agent,
    Alarms,
    Config,
    Limits,
    Network,
    Notify,
    Politeness,
    Reading,
    Service,
    Settings,
)
from pipeline.sites.units import Duration, parse_duration

__all__ = [
    "Agent",
    "Alarms",
    "Config",
    "Duration",
    "FeedSource",
    "FieldRule",
    "IdsSource",
    "Limits",
    "ListingSource",
    "Network",
    "Notify",
    "Politeness",
    "Reading",
    "RuleList",
    "Rules",
    "Service",
    "Settings",
    "Site",
    "SitemapSource",
    "Source",
    "UrlsSource",
    "check_id",
    "check_site_text",
    "load",
    "locate",
    "new_site_file",
    "parse_duration",
    "read_site",
    "shipped_folder",
    "write_site_file",
    "write_starter",
]
