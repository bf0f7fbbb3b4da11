class AppError(Exception):
    """Shown with its module and its text."""
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code

    def __str__(self):
        return f"[{self.code}] {self.args[1]}\nsecond line"

class Outer:
    class Nested(AppError):
        pass

def run():
    try:
        raise AppError(1, "first")
    except AppError:
        raise Outer.Nested(2, "nested")

run()
