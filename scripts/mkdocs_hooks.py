"""What MkDocs loads: the hook's methods under the names MkDocs looks for."""

from training_site.mkdocs_adapter import SiteHook

_hook = SiteHook()

on_startup = _hook.on_startup
on_config = _hook.on_config
on_files = _hook.on_files
on_nav = _hook.on_nav
on_page_markdown = _hook.on_page_markdown
on_env = _hook.on_env
on_page_context = _hook.on_page_context
on_post_page = _hook.on_post_page
on_post_template = _hook.on_post_template
on_post_build = _hook.on_post_build
