package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what Alertmanager posts. Whatever it says, the answer is a look at the list; what it says of single alerts goes
 * into the {@link HookInbox}, if the source is to see them at all.
 */
final class Webhooks implements WebhookHandler {
    private static final Logger log = LoggerFactory.getLogger("alertmanager");

    private final SourceContext context;
    private final HookReader reader;
    private final HookInbox inbox = new HookInbox();
    private final @Nullable Matchers filter;
    private final @Nullable Pattern receiver;

    Webhooks(AlertmanagerConfig config, SourceContext context, JsonFactory json) {
        this.context = context;
        this.reader = new HookReader(json);
        this.filter = filter(config.filter());
        this.receiver = receiver(config.receiver().orElse(".*"));
    }

    /** What Alertmanager understands and this does not is no fault; its list can still be asked for. */
    private static @Nullable Matchers filter(List<String> texts) {
        try {
            return Matchers.parse("filter", texts);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Pattern receiver(String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    HookInbox inbox() {
        return inbox;
    }

    @Override
    public void onRequest(WebhookRequest request) {
        Instant now = context.clock().instant();
        HookReader.Hook hook = reader.read(request.body(), now);
        inbox.take(concerned(hook), now);
        log.debug(
                "webhook of receiver '{}': {} alerts, {} left out",
                hook.receiver(),
                hook.alerts().size(),
                hook.truncated());
        context.requestSnapshot();
    }

    private List<HookReader.HookAlert> concerned(HookReader.Hook hook) {
        List<HookReader.HookAlert> concerned = new ArrayList<>();
        boolean ours = receiver != null && receiver.matcher(hook.receiver()).matches();
        for (HookReader.HookAlert alert : hook.alerts()) {
            boolean wanted = filter != null && filter.matches(alert.alert().labels());
            if (!alert.firing() || (ours && wanted)) {
                concerned.add(alert);
            }
        }
        return concerned;
    }
}
