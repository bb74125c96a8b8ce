"""The admin's forms as a browser sends them."""


def form_of(response):
    """What the browser would send if the editor pressed Save without changes."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if hasattr(field.field.widget, "decompress"):
                parts = field.field.widget.decompress(value)
                data |= {f"{field.html_name}_{number}": part or "" for number, part in enumerate(parts)}
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data
