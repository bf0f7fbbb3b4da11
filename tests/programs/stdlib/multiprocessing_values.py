import multiprocessing as mp
if __name__ == "__main__":
    ctx = mp.get_context("fork")
    v = ctx.Value("i", 5); arr = ctx.Array("d", [1.5, 2.5])
    def inc():
        with v.get_lock(): v.value += 1
        arr[0] = 9.0
    ps = [ctx.Process(target=inc) for _ in range(3)]; [x.start() for x in ps]; [x.join() for x in ps]; print(v.value, arr[:])
