"""Events out: signed by Standard Webhooks, sent over HTTPS, tried again when they do not arrive."""
