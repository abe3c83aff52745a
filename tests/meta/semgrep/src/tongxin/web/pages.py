# Examples for .semgrep/pages.yaml and .semgrep/layers.yaml.


def marked(note):
    # ruleid: tongxin-mark-safe
    mark_safe(note)
    # ruleid: tongxin-mark-safe
    mark_safe(f"<b>{note}</b>")
    # ok: tongxin-mark-safe
    mark_safe("<hr>")
    # ok: tongxin-mark-safe
    format_html("<b>{}</b>", note)


# ruleid: tongxin-csrf-exempt
@csrf_exempt
def page(request):
    return None


# ok: tongxin-csrf-exempt
@require_POST
def other_page(request):
    return None


def compiled(note):
    # ruleid: tongxin-template-from-text
    Template(note)
    # ruleid: tongxin-template-from-text
    engine.from_string(note)
    # ok: tongxin-template-from-text
    Template("{{ note }}")


def redirected(request):
    # ruleid: tongxin-redirect-to-request
    redirect(request.GET["next"])
    # ruleid: tongxin-redirect-to-request
    HttpResponseRedirect(request.POST.get("next"))
    # ok: tongxin-redirect-to-request
    redirect("web:today")


def managed(Account, actor):
    # ruleid: tongxin-manager-in-interface
    Account.objects.get(pk=1)
    # ruleid: tongxin-manager-in-interface
    Account._default_manager.all()
    # ok: tongxin-manager-in-interface
    get_account_for(actor, "a1")


def shared(share, name):
    # ruleid: tongxin-percent-apart
    f"{share} %"
    # ruleid: tongxin-percent-apart
    f"{share:.1f} % of {name}"
    # ok: tongxin-percent-apart
    f"{share}% of {name}"
    # ok: tongxin-percent-apart
    "%(share)s%%" % {"share": share}
