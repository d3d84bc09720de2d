from nav.models.models import (  # noqa: F401
    STATE_END,
    STATE_START,
    STATE_STATELESS,
    Acknowledgement,
    AlertHistory,
    AlertHistoryMessage,
    AlertType,
    EventQueue,
    EventType,
    Subsystem,
)
