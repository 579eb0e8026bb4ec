package io.vigie.error.grouping;

import io.vigie.error.stack.StackFrame;
import io.vigie.error.stack.StackFrame.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The frames of a stack that go into the key.
 *
 * @param names nearest to the throw first
 * @param inApp whether they are the application's own and have names
 */
record FrameChoice(List<String> names, boolean inApp) {

    static final int MOST_IN_APP = 5;
    static final int MOST_OF_LIBRARIES = 3;
    private static final int RECURSION = 3;
    private static final Set<String> OVERFLOWS =
            Set.of("StackOverflowError", "RecursionError", "SystemStackError", "StackOverflowException");

    static FrameChoice of(List<StackFrame> frames, String type, String message) {
        if (isOverflow(type, message)) {
            List<String> cycle = cycle(frames);
            if (!cycle.isEmpty()) {
                return new FrameChoice(cycle, true);
            }
        }
        List<String> named = inApp(frames, false);
        if (!named.isEmpty()) {
            return new FrameChoice(named, true);
        }
        List<String> nameless = inApp(frames, true);
        return new FrameChoice(nameless.isEmpty() ? ofLibraries(frames) : nameless, false);
    }

    /**
     * The application's frames from the throw down to where a framework handed the request, job or event over. Those that only hand on
     * count where they are the nearest.
     */
    private static List<String> inApp(List<StackFrame> frames, boolean nameless) {
        Set<String> names = new LinkedHashSet<>();
        for (StackFrame frame : frames) {
            boolean seen = !names.isEmpty();
            if (seen && frame.role() == Role.DISPATCH || names.size() == MOST_IN_APP) {
                break;
            }
            boolean counts = frame.role() == Role.APP || frame.role() == Role.PASS_THROUGH && !seen;
            if (counts && frame.isAnonymous() == nameless) {
                names.add(frame.name());
            }
        }
        return List.copyOf(names);
    }

    private static List<String> ofLibraries(List<StackFrame> frames) {
        boolean only = frames.stream().allMatch(frame -> frame.role() == Role.RUNTIME);
        Set<String> names = new LinkedHashSet<>();
        for (StackFrame frame : frames) {
            if (names.size() < MOST_OF_LIBRARIES && !frame.isAnonymous() && (only || frame.role() != Role.RUNTIME)) {
                names.add(frame.name());
            }
        }
        return List.copyOf(names);
    }

    private static boolean isOverflow(String type, String message) {
        return OVERFLOWS.contains(Types.simple(type))
                || message.startsWith("Maximum call stack size exceeded")
                || message.startsWith("too much recursion")
                || message.startsWith("goroutine stack exceeds");
    }

    /** What calls itself again and again; where the stack ran full is chance. */
    private static List<String> cycle(List<StackFrame> frames) {
        Map<String, Integer> counts = new HashMap<>();
        for (StackFrame frame : frames) {
            if (frame.role().isInApp() && !frame.isAnonymous()) {
                counts.merge(frame.name(), 1, Integer::sum);
            }
        }
        List<String> cycle = new ArrayList<>();
        counts.forEach((name, count) -> {
            if (count >= RECURSION) {
                cycle.add(name);
            }
        });
        return cycle.stream().sorted().limit(MOST_IN_APP).toList();
    }
}
