"""The introduction of a person to a link worker: asked, agreed, taken on."""
