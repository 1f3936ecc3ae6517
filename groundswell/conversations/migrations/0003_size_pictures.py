"""Pictures of messages say how large they are, so that words do not move when they come."""

import re

from django.db import migrations

SHOWN = re.compile(r'<img src="/media/a/(?P<id>\d{1,19})/[^"]*" alt="[^"]*"(?! width)')


def size_pictures(apps, schema_editor):
    Message = apps.get_model("conversations", "Message")
    Attachment = apps.get_model("conversations", "Attachment")
    known = Attachment.objects.filter(message__isnull=False, width__gt=0, height__gt=0)
    messages = Message.objects.filter(id__in=known.values("message"))
    for message in messages.only("id", "number", "html").iterator(500):
        sizes = {
            str(id_): f' width="{width}" height="{height}"'
            for id_, width, height in known.filter(message=message).values_list(
                "id", "width", "height"
            )
        }
        html = SHOWN.sub(lambda found: found[0] + sizes.get(found["id"], ""), message.html)
        if message.number == 1:
            html = html.replace(' loading="lazy"', "", 1)
        if html != message.html:
            Message.objects.filter(id=message.id).update(html=html)


class Migration(migrations.Migration):

    dependencies = [("conversations", "0002_draft_sent_nonce")]

    operations = [migrations.RunPython(size_pictures, migrations.RunPython.noop)]
