package io.github.argusglue.standin;

import java.time.Instant;

/**
 * A line in the log of an incident. Only the stand-in makes these.
 *
 * @param pk its number, growing in the order in which lines are written
 * @param type as Argus calls it: {@code STA} started, {@code END} ended by its source, {@code RES} restarted by its
 *     source, {@code CLO} closed by a person, {@code REO} reopened by a person, {@code ACK} acknowledged, {@code CHI}
 *     changed, {@code OTH} other, {@code LES} stateless
 * @param actor name of the user who wrote it: the source's, or {@link StandInArgus#PERSON}
 * @param timestamp when it happened according to its writer, which may be long ago or in the future
 * @param description may be empty
 */
public record StandInEvent(long pk, String type, String actor, Instant timestamp, String description) {}
