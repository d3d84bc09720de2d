package io.github.argusglue.core.shape;

/** An open incident that an alert was found to look like, as the planner remembers it. */
public interface OpenIncident {
    /** Tells whether it is still what that collection of open incidents knows of it. */
    boolean isOf(Object openIncidents);
}
