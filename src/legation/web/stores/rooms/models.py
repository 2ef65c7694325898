"""The tables of live rooms. Only :mod:`legation.web.rooms.desk` writes entries, and only it counts them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.dossier import Wording
from legation.web.dossiers.models import Dossier

__all__ = ["Room", "RoomCheckpoint", "RoomContent", "RoomDoor", "RoomEntry", "RoomNextStep", "RoomPicture", "RoomReport", "RoomSeat"]


class Room(models.Model):
    """A live room of a dossier.

    ``number``, ``at`` and ``hash`` are those of its newest entry: whoever writes one takes the row, so that no two get one number.
    ``deadline`` is the instant at which something falls due, empty where nothing does. ``notice`` holds what whoever joins is told: the
    host, its interest, who runs the machine and under which law. ``prepares`` names the negotiation that somebody prepares there alone,
    against simulated players: our limits are in its log, so it is a room for those who may see the mandate, and stands in no list.
    """

    id = models.CharField(primary_key=True, max_length=24)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="rooms")
    kind = models.CharField(max_length=60)
    title = models.JSONField(default=dict)
    notice = models.JSONField(default=dict)
    zone = models.CharField(max_length=60, default="UTC")
    number = models.PositiveIntegerField(default=0)
    at = models.CharField(max_length=24, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    phase = models.CharField(max_length=20, blank=True)
    deadline = models.CharField(max_length=24, blank=True, db_index=True)
    is_cut = models.BooleanField(default=False)
    prepares = models.CharField(max_length=200, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.id

    @property
    def called(self) -> Wording:
        """What the room is called wherever it is named; its id where nobody gave it a title."""
        return Wording(**self.title) if self.title else Wording(self.pk)


class RoomEntry(models.Model):
    """An entry of a log without what it says: that which stays when it is erased."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.CharField(max_length=24)
    by = models.CharField(max_length=100)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    before = models.CharField(max_length=64)
    body = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """One for each number; one for each key of a seat."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "number"], name="entry_once"),
            models.UniqueConstraint(fields=["room", "by", "key"], name="entry_key_once"),
        ]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.room_id} {self.number}"


class RoomContent(models.Model):
    """What an entry says, and its salt; erasing an entry deletes this row."""

    entry = models.OneToOneField(RoomEntry, primary_key=True, on_delete=models.CASCADE, related_name="content")
    data = models.JSONField()
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.entry_id}"


class RoomSeat(models.Model):
    """Who sits in a seat: an account, or a browser by the digest of its cookie; in an anonymous room a browser alone.

    It bears no time: none that could be laid beside another. ``called`` is what an organisation is called, by language.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="seats")
    seat = models.CharField(max_length=24)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="room_seats")
    role = models.CharField(max_length=20, default="participant")
    digest = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, blank=True)
    called = models.JSONField(default=dict)

    class Meta:
        """A seat once, an account in one seat of each role, a browser in one."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "seat"], name="seat_once"),
            models.UniqueConstraint(fields=["room", "account", "role"], name="seat_account_once"),
            models.UniqueConstraint(fields=["room", "digest"], condition=~models.Q(digest=""), name="seat_browser_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.seat}"


class RoomNextStep(models.Model):
    """What a player takes along from a game: one action, which function answers for it, by when. It goes with the seat.

    ``proposed``: whether whoever holds the room has proposed it to the dossier.
    """

    seat = models.OneToOneField(RoomSeat, primary_key=True, on_delete=models.CASCADE, related_name="next_step")
    what = models.CharField(max_length=200)
    owner = models.CharField(max_length=120)
    by = models.DateField()
    proposed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.seat_id}"


class RoomPicture(models.Model):
    """What is shown of a room while it runs, worked out in another process: of all together, and of no seat.

    ``number`` is that of the last entry that it rests on. ``routing`` holds what decides who votes on what next, as arrays. ``map`` is
    where seats stood, for the next picture alone: it is read by the process that makes it, and goes with the row.
    """

    room = models.OneToOneField(Room, primary_key=True, on_delete=models.CASCADE, related_name="picture")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    routing = models.BinaryField(default=bytes)
    map = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"{self.room_id} {self.number}"


class RoomCheckpoint(models.Model):
    """The state of a room after an entry, from which its log is read on: :mod:`legation.web.stores.rooms.checkpoints`."""

    room = models.OneToOneField(Room, primary_key=True, on_delete=models.CASCADE, related_name="checkpoint")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    sign = models.CharField(max_length=64)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.room_id} {self.number}"


class RoomDoor(models.Model):
    """A code by which anyone may sit down, as long as it is open."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="doors")
    code = models.CharField(max_length=10, unique=True)
    role = models.CharField(max_length=20, default="participant")
    until = models.DateTimeField()
    closed = models.BooleanField(default=False)
    seats = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=1_000)

    def __str__(self) -> str:
        return f"{self.room_id} {self.pk}"


class RoomReport(models.Model):
    """The figures of a room as they were published: bytes that are never worked out again, whatever is erased afterwards.

    ``number`` is that of the entry that published them. ``data`` holds no words of statements and nobody's name; ``names`` is how the
    dossier called the organisations that took part in public.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    names = models.JSONField(default=dict)

    class Meta:
        """One for each entry that published it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["room", "number"], name="report_once")]
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return f"{self.room_id} {self.number}"
