package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.spi.Feedback;
import java.util.Comparator;
import java.util.Optional;

/** Marks at the end of comments, by which argus-glue recognizes what it has written to the daemon itself. */
final class Marks {
    private static final String ANY = "[argus-glue ";

    private final String ours;

    /**
     * @param installation id of this installation
     * @param source name of the source
     */
    Marks(String installation, String source) {
        this.ours = ANY + installation + " " + source + " ";
    }

    /** Returns the mark of one feedback. */
    String of(Feedback feedback) {
        return ours + feedback.id() + "]";
    }

    /** Returns whether this source has written a comment. */
    boolean isOurs(Comment comment) {
        return comment.text().contains(ours);
    }

    /** Returns whether any argus-glue has written a comment: what it says comes from Argus. */
    static boolean isFromArgus(Comment comment) {
        return comment.text().contains(ANY);
    }

    /** Returns the text of a comment without a mark. */
    static String withoutMark(Comment comment) {
        int mark = comment.text().lastIndexOf(ANY);
        return (mark < 0 ? comment.text() : comment.text().substring(0, mark)).strip();
    }

    /** Returns the comment of the acknowledgement that is in force; empty if there is none. */
    static Optional<Comment> acknowledgement(ObjectStatus status) {
        return !status.isAcknowledged()
                ? Optional.empty()
                : status.comments().stream()
                        .filter(comment -> comment.kind() == Comment.Kind.ACKNOWLEDGEMENT)
                        .max(Comparator.comparing(Comment::at).thenComparingLong(comment -> serial(comment.id())));
    }

    /** Comments of the same second are in the order of their numbers; Icinga's names have none. */
    private static long serial(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
