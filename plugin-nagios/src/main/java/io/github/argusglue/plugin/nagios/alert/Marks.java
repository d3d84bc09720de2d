package io.github.argusglue.plugin.nagios.alert;

import static java.util.Comparator.comparing;

import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.spi.Feedback;
import java.util.Optional;

/** Marks at the end of comments, by which argus-glue recognizes what it has written to the daemon itself. */
record Marks(String installation, String source) {
    private static final String ANY = "[argus-glue ";

    /** Returns the mark of one feedback. */
    String of(Feedback feedback) {
        return ours() + feedback.id() + "]";
    }

    private String ours() {
        return ANY + installation + " " + source + " ";
    }

    /** Returns whether this source has written a comment. */
    boolean isOurs(Comment comment) {
        return comment.text().contains(ours());
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
        // Comments of the same second are in the order of their numbers.
        return status.comments().stream()
                .filter(comment -> status.isAcknowledged() && comment.kind() == Comment.Kind.ACKNOWLEDGEMENT)
                .max(comparing(Comment::at)
                        .thenComparing(comment -> comment.id().length())
                        .thenComparing(Comment::id));
    }
}
