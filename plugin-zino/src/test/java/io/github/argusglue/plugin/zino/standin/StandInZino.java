package io.github.argusglue.plugin.zino.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Zino with the cases that a test opens. It has both ports, the special features of the protocol (errors
 * that overtake other replies, no escaping of a single dot, loss of text after the dot), and the faults that a test
 * injects. Safe for use by any thread.
 */
public final class StandInZino implements AutoCloseable {
    final Clock clock;
    final Map<Long, StandInCase> cases = new TreeMap<>();
    final Map<String, Socket> untied = new ConcurrentHashMap<>();
    private final String user;
    private final String secret;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Map<Socket, StandInSession> tied = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final InetAddress address;
    private @Nullable ServerSocket commandPort;
    private @Nullable ServerSocket notifyPort;
    private final int port;
    private final int port2;
    private long nextNumber = 1;
    private volatile ZinoFault fault = ZinoFault.NONE;
    private volatile int bytesAtOnce = Integer.MAX_VALUE;

    /** Faults of the server. */
    public enum ZinoFault {
        /** None. */
        NONE,
        /** It does not listen. */
        DOWN,
        /** It refuses every login. */
        REFUSES,
        /** It accepts connections and commands, and does not answer. */
        FROZEN,
        /** It is not a Zino. */
        GARBAGE,
        /** It closes the connection in the middle of each reply. */
        CUTS
    }

    private StandInZino(Clock clock, InetAddress address, String user, String secret) throws IOException {
        this.clock = clock;
        this.address = address;
        this.user = user;
        this.secret = secret;
        ServerSocket first = new ServerSocket(0, 50, address);
        ServerSocket second = new ServerSocket(0, 50, address);
        commandPort = first;
        notifyPort = second;
        port = first.getLocalPort();
        port2 = second.getLocalPort();
        listen(first, false);
        listen(second, true);
    }

    /** Starts a server on free ports of the loopback address. */
    public static StandInZino start(Clock clock, String user, String secret) {
        return start(clock, InetAddress.getLoopbackAddress(), user, secret);
    }

    /** Starts a server on free ports of an address. */
    public static StandInZino start(Clock clock, InetAddress address, String user, String secret) {
        try {
            return new StandInZino(clock, address, user, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port of the command session. */
    public int port() {
        return port;
    }

    /** Returns the port of the notification channel. */
    public int notifyPort() {
        return port2;
    }

    String user() {
        return user;
    }

    String secret() {
        return secret;
    }

    ZinoFault currentFault() {
        return fault;
    }

    int bytesAtOnce() {
        return bytesAtOnce;
    }

    private void listen(ServerSocket listener, boolean notify) {
        daemon("accept", () -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    connections.removeIf(Socket::isClosed);
                    connections.add(socket);
                    if (listener.isClosed()) {
                        socket.close(); // It connected while the listener was being closed.
                    } else if (notify) {
                        greetChannel(socket);
                    } else {
                        daemon("session", () -> new StandInSession(this, socket).run());
                    }
                } catch (IOException e) {
                    return; // The listener was closed.
                }
            }
        });
    }

    private void daemon(String what, Runnable task) {
        Thread thread = new Thread(task, "stand-in-zino-" + port + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void greetChannel(Socket socket) throws IOException {
        if (fault == ZinoFault.FROZEN) {
            return;
        }
        String nonce = String.format(Locale.ROOT, "%040x", System.nanoTime());
        untied.put(nonce, socket);
        socket.getOutputStream().write((nonce + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    synchronized boolean tie(StandInSession session, String nonce) {
        Socket socket = untied.remove(nonce);
        if (socket == null) {
            return false;
        }
        tied.put(socket, session);
        return true;
    }

    /** Closes the channel of a session that has ended. */
    synchronized void ended(StandInSession session) {
        for (Map.Entry<Socket, StandInSession> channel : List.copyOf(tied.entrySet())) {
            if (channel.getValue() == session) {
                send(channel.getKey(), "Normal quit from client, closing down");
                close(channel.getKey());
                tied.remove(channel.getKey());
            }
        }
    }

    synchronized void announce(String line) {
        if (fault != ZinoFault.FROZEN) {
            tied.keySet().forEach(channel -> send(channel, line));
        }
    }

    private static void send(Socket channel, String line) {
        try {
            channel.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            close(channel);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void count(String command) {
        commands.add(command);
    }

    synchronized void violated(String rule) {
        violations.add(rule);
    }

    // --- actions of a test ---

    /** Opens a case and announces it. Attributes have their names in the protocol. Returns the number of the case. */
    public synchronized long open(String router, String type, Map<String, String> attributes) {
        long number = nextNumber++;
        cases.put(number, new StandInCase(number, router, type, attributes, clock.instant()));
        announce(number + " state embryonic open");
        return number;
    }

    /** Changes an attribute and announces it; an empty value removes it. */
    public synchronized void set(long number, String attribute, String value) {
        setWithoutNotification(number, attribute, value);
        announce(number + " attr " + attribute);
    }

    /** Changes an attribute without announcing it, as planned maintenance does. */
    public synchronized void setWithoutNotification(long number, String attribute, String value) {
        get(number).attributes.put(attribute, value);
    }

    /** Adds an entry to the log, as Zino does. */
    public synchronized void log(long number, String text) {
        get(number).log.add(StandInCase.seconds(clock.instant()) + " " + text);
        announce(number + " log 1");
    }

    /** Adds a note to the history, as a person does. */
    public synchronized void note(long number, String author, String... lines) {
        addHistory(number, author, List.of(lines));
    }

    synchronized void addHistory(long number, String first, Collection<String> lines) {
        StandInCase changed = get(number);
        changed.history.add(StandInCase.seconds(clock.instant()) + " " + first);
        lines.forEach(line -> changed.history.add(" " + line));
        announce(number + " history 1");
    }

    /** Changes a case's state, as a person does. */
    public synchronized void setState(long number, String state, String author) {
        StandInCase changed = get(number);
        String before = changed.state();
        if (before.equals(state)) {
            return;
        }
        String now = StandInCase.seconds(clock.instant());
        changed.attributes.put("state", state);
        changed.history.add(now + " state change " + before + " -> " + state + " (" + author + ")");
        announce(number + " state " + before + " " + state);
        if (state.equals("closed")) {
            changed.attributes.put("closed", now);
        } else if (state.equals("embryonic")) {
            changed.attributes.put("opened", now);
            changed.attributes.put("state", "open");
            changed.history.add(now + " state change embryonic -> open (monitor)");
        }
    }

    /** Forgets a closed case, as Zino does hours later. */
    public synchronized void scavenge(long number) {
        cases.remove(number);
        announce(number + " scavenged ");
    }

    /** Loses a case without announcing it. The next case reuses its number if it was the newest. */
    public synchronized void lose(long number) {
        cases.remove(number);
        if (nextNumber == number + 1) {
            nextNumber = number;
        }
    }

    /** Returns whether the server has this case. */
    public synchronized boolean isOpen(long number) {
        return cases.containsKey(number);
    }

    /** Makes the server fail to show a case, or succeed again. */
    public synchronized void failOn(long number, boolean fails) {
        get(number).fails = fails;
    }

    /** Closes all connections, as a restart does. */
    public void restart() {
        connections.forEach(StandInZino::close);
    }

    /** Closes the notification channels but not the sessions. */
    public synchronized void dropChannels() {
        tied.keySet().forEach(StandInZino::close);
        tied.clear();
    }

    /** Sends a line on the notification channels. */
    public void announceRaw(String line) {
        announce(line);
    }

    /** Injects a fault, or ends it. */
    public synchronized void fault(ZinoFault fault) {
        this.fault = fault;
        try {
            if (fault == ZinoFault.DOWN) {
                closeListeners();
            } else if (commandPort == null) {
                commandPort = rebind(port, false);
                notifyPort = rebind(port2, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (fault == ZinoFault.DOWN || fault == ZinoFault.REFUSES) {
            restart();
        }
    }

    private ServerSocket rebind(int at, boolean notify) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        // A closed port is free only after its thread has returned from accept().
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!listener.isBound()) {
            try {
                listener.bind(new InetSocketAddress(address, at), 50);
            } catch (BindException e) {
                if (System.nanoTime() - giveUp > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
        listen(listener, notify);
        return listener;
    }

    private void closeListeners() throws IOException {
        for (ServerSocket listener : new ServerSocket[] {commandPort, notifyPort}) {
            if (listener != null) {
                listener.close();
            }
        }
        commandPort = null;
        notifyPort = null;
    }

    /** Limits the number of bytes that are sent at once, as a bad line would. */
    public void sendAtOnce(int bytes) {
        bytesAtOnce = bytes;
    }

    // --- state for a test ---

    /** Returns the commands that were received, without secrets. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** Returns the violations of the protocol by the client. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Returns the lines of a case's history. */
    public synchronized List<String> history(long number) {
        return List.copyOf(get(number).history);
    }

    /** Returns a case's state. */
    public synchronized String state(long number) {
        return get(number).state();
    }

    /** Returns the number of open channels. */
    public synchronized int channels() {
        tied.keySet().removeIf(Socket::isClosed);
        return tied.size();
    }

    private StandInCase get(long number) {
        StandInCase found = cases.get(number);
        if (found == null) {
            throw new IllegalArgumentException("no case " + number);
        }
        return found;
    }

    @Override
    public synchronized void close() {
        try {
            closeListeners();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }
}
