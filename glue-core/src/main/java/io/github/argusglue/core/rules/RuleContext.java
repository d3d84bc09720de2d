package io.github.argusglue.core.rules;

import io.github.argusglue.core.expression.ReadableAlert;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** An alert while rules are applied to it: each rule sees the changes of the earlier ones. */
final class RuleContext implements ReadableAlert {
    private final String key;
    int level;
    String description;
    String detailsUrl;
    List<Tag> tags;

    private RuleContext(String key, int level, String description, String detailsUrl, List<Tag> tags) {
        this.key = key;
        this.level = level;
        this.description = description;
        this.detailsUrl = detailsUrl;
        this.tags = tags;
    }

    static RuleContext of(Alert alert, List<Tag> alwaysTags) {
        List<Tag> tags = new ArrayList<>(RuleResult.tagsOf(alert));
        for (Tag tag : alwaysTags) {
            if (!tags.contains(tag)) {
                tags.add(tag);
            }
        }
        return new RuleContext(
                alert.id().key(),
                alert.severity().level(),
                alert.description(),
                alert.detailsUrl().map(URI::toString).orElse(""),
                tags);
    }

    RuleContext copy() {
        return new RuleContext(key, level, description, detailsUrl, new ArrayList<>(tags));
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String detailsUrl() {
        return detailsUrl;
    }

    @Override
    public List<String> values(String tagKey) {
        List<String> values = new ArrayList<>(1);
        for (Tag tag : tags) {
            if (tag.key().equals(tagKey)) {
                values.add(tag.value());
            }
        }
        return values;
    }

    void remove(String tagKey) {
        tags.removeIf(tag -> tag.key().equals(tagKey));
    }

    /** Sets a tag to this single value. */
    void set(Tag tag) {
        remove(tag.key());
        tags.add(tag);
    }
}
