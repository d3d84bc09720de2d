package io.github.argusglue.plugin.generic.table;

import io.github.argusglue.plugin.generic.message.AlertName;
import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.plugin.generic.message.OpenAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What messages mean, computed from all of them at once, as slowly and simply as the format describes it. */
final class TableModel {
    private final List<Message.Open> opens = new ArrayList<>();
    private final List<Message.Close> closes = new ArrayList<>();
    private final List<Message.Picture> pictures = new ArrayList<>();
    private final boolean numbersReopen;

    TableModel(boolean numbersReopen, Collection<Message> messages) {
        this.numbersReopen = numbersReopen;
        for (Message message : messages) {
            if (message instanceof Message.Open open) {
                opens.add(open);
            } else if (message instanceof Message.Close close) {
                closes.add(close);
            } else if (message instanceof Message.Picture picture) {
                pictures.add(picture);
                picture.alerts().forEach(alert -> opens.add(new Message.Open(alert, picture.at(), "")));
            }
        }
    }

    /** Returns the open alerts at a time: name, start and what is shown. */
    SortedMap<String, String> open(Instant now) {
        SortedMap<String, String> open = new TreeMap<>();
        for (AlertName name :
                new TreeSet<>(opens.stream().map(one -> one.alert().name()).toList())) {
            latest(name).filter(one -> isOpen(one, name, now)).ifPresent(one -> {
                Instant first = opens.stream()
                        .filter(other -> other.alert().name().equals(name))
                        .map(Message.Open::at)
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.MAX);
                OpenAlert alert = one.alert();
                open.put(name.toString(), Objects.requireNonNullElse(alert.start(), first) + " " + alert.json());
            });
        }
        return open;
    }

    private Optional<Message.Open> latest(AlertName name) {
        Comparator<Message.Open> order = Comparator.comparing(Message.Open::at)
                .thenComparing(one -> one.alert().json());
        if (!name.numbered()) {
            order = Comparator.<Message.Open, Instant>comparing(
                            one -> Objects.requireNonNull(one.alert().start()))
                    .thenComparing(order);
        }
        return opens.stream().filter(one -> one.alert().name().equals(name)).max(order);
    }

    private boolean isOpen(Message.Open latest, AlertName name, Instant now) {
        Instant seen = opens.stream()
                .filter(one -> one.alert().name().equals(name))
                .map(Message.Open::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Duration ttl = latest.alert().ttl();
        return closes.stream().filter(close -> close.name().equals(name)).noneMatch(close -> closes(close, latest))
                && pictures.stream().noneMatch(picture -> lacks(picture, latest.alert(), seen))
                && (ttl == null || !seen.plus(ttl).isBefore(now));
    }

    private boolean closes(Message.Close close, Message.Open open) {
        OpenAlert alert = open.alert();
        if (alert.name().numbered()) {
            return !numbersReopen || !open.at().isAfter(close.at());
        }
        return !Objects.requireNonNull(alert.start()).isAfter(Objects.requireNonNullElse(close.start(), close.end()));
    }

    private static boolean lacks(Message.Picture picture, OpenAlert alert, Instant seen) {
        return picture.complete()
                && (picture.scope() == null || picture.scope().equals(alert.scope()))
                && seen.isBefore(picture.at());
    }
}
