package io.vigie.agent;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread that runs tasks one after the other and says so when one of them fails, which no task should. */
final class AgentThread extends ScheduledThreadPoolExecutor {

    private final Consumer<Throwable> onFault;

    private AgentThread(String name, Consumer<Throwable> onFault) {
        super(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        this.onFault = onFault;
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    static ScheduledExecutorService named(String name, Consumer<Throwable> onFault) {
        return new AgentThread(name, onFault);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        Throwable failure = thrown;
        if (failure == null && task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                failure = e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure != null) {
            onFault.accept(failure);
        }
    }
}
