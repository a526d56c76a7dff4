"""The editor in the browser: `translate-kit serve`."""
